import type { Plain } from './evaluate.ts';

/** The evaluated properties of one resource, read with types; a value of the wrong kind fails and names the resource. */
export class Properties {
  readonly #values: Readonly<Record<string, Plain>>;
  readonly #where: string;

  constructor(values: Readonly<Record<string, Plain>>, where: string) {
    this.#values = values;
    this.#where = where;
  }

  get names(): readonly string[] {
    return Object.keys(this.#values);
  }

  /** Everything, as it is. */
  get values(): Readonly<Record<string, Plain>> {
    return this.#values;
  }

  raw(name: string): Plain | undefined {
    return this.#values[name];
  }

  text(name: string): string {
    return this.#required(name, this.optionalText(name));
  }

  optionalText(name: string): string | undefined {
    const value = this.#values[name];
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    return this.#wrong(name, 'text');
  }

  number(name: string, otherwise: number): number {
    const value = this.#values[name];
    if (value === undefined) return otherwise;
    const parsed = typeof value === 'string' ? Number(value) : value;
    return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : this.#wrong(name, 'a number');
  }

  flag(name: string): boolean {
    const value = this.#values[name];
    return value === true || value === 'true';
  }

  texts(name: string): readonly string[] {
    const value = this.#values[name] ?? [];
    const list = isList(value) ? value : [value];
    return list.map((item) => (typeof item === 'string' ? item : this.#wrong(name, 'a list of texts')));
  }

  /** A nested object; empty when the property is missing. */
  group(name: string): Properties {
    const value = this.#values[name] ?? {};
    return isGroup(value) ? new Properties(value, `${this.#where}.${name}`) : this.#wrong(name, 'an object');
  }

  groups(name: string): readonly Properties[] {
    const value = this.#values[name] ?? [];
    if (!isList(value)) return this.#wrong(name, 'a list');
    return value.map((item, index) =>
      isGroup(item) ? new Properties(item, `${this.#where}.${name}[${index}]`) : this.#wrong(name, 'a list of objects'),
    );
  }

  #required<T>(name: string, value: T | undefined): T {
    return value ?? this.#wrong(name, 'set');
  }

  #wrong(name: string, expected: string): never {
    throw new Error(`unable to read ${this.#where}; ${name} is not ${expected}`);
  }
}

const isGroup = (value: Plain): value is { readonly [key: string]: Plain } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);
