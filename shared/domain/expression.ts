/** A regular expression as far as masking rules may use one: what it looks at, in which order, and how often at most. */
export type Expression =
  /** One character: itself, an escape, a class or the dot; `source` is how it is written. */
  | { readonly type: 'character'; readonly source: string }
  /** Looks and takes nothing: a border, or another expression ahead or behind. */
  | { readonly type: 'look'; readonly at?: Expression; readonly behind?: true }
  | { readonly type: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly type: 'choice'; readonly options: readonly Expression[] }
  | { readonly type: 'repeat'; readonly body: Expression; readonly min: number; readonly max: number };

/** Why an expression is not taken; goes on from "must be". */
export interface Refused {
  readonly allowed: string;
}

const BOUNDED = 'a regular expression that says how often at most: {0,20} instead of *, {1,20} instead of +';
const NO_BACKREFERENCE = 'a regular expression without backreferences';
const NO_MODIFIERS = 'a regular expression without modifiers in its groups';
const VALID = 'a regular expression as JavaScript has them, in Unicode mode';
const NO_SURROGATES = String.raw`a regular expression that writes characters beyond \uffff as \u{1f600}`;

/** Letters whose escape stands for one character, or one of a class. */
const ESCAPES =
  /^\\(?:[dDwWsStnrvf0^$\\.*+?()[\]{}|/-]|[pP]\{[^}]*\}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|u\{[\da-fA-F]+\}|c[A-Za-z])/u;
const SURROGATE = /\\u[dD][89a-fA-F]/u;
const GROUPS = /^\((?:\?(?:[:=!]|<[=!]|<[\p{L}$_][\p{L}\p{Nd}$_]*>))?/u;
const COUNT = /^\{(\d{1,6})(?:(,)(\d{0,6}))?\}/u;

/** Reads an expression from left to right; the first thing that is not allowed ends it. */
class Reader {
  readonly #source: string;
  #at = 0;
  refused: Refused | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  get #rest(): string {
    return this.#source.slice(this.#at);
  }

  get done(): boolean {
    return this.#at >= this.#source.length;
  }

  choice(): Expression {
    const options = [this.#sequence()];
    while (this.#takes('|')) options.push(this.#sequence());
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { type: 'choice', options };
  }

  #sequence(): Expression {
    const parts: Expression[] = [];
    while (!this.done && !/^[|)]/u.test(this.#rest)) parts.push(this.#repeated(this.#term()));
    return { type: 'sequence', parts };
  }

  #term(): Expression {
    const border = /^(?:[\^$]|\\[bB])/u.exec(this.#rest)?.[0];
    if (border !== undefined) {
      this.#at += border.length;
      return { type: 'look' };
    }
    return this.#rest.startsWith('(') ? this.#group() : this.#character();
  }

  #group(): Expression {
    const opening = GROUPS.exec(this.#rest)?.[0] ?? '(';
    this.#at += opening.length;
    if (this.#rest.startsWith('?')) return this.#refuse(NO_MODIFIERS);
    const body = this.choice();
    if (!this.#takes(')')) return this.#refuse(VALID);
    if (/^\(\?<[=!]/u.test(opening)) return { type: 'look', at: body, behind: true };
    return /^\(\?[=!]/u.test(opening) ? { type: 'look', at: body } : body;
  }

  #character(): Expression {
    const source = this.#rest.startsWith('[') ? this.#class() : this.#single();
    this.#at += source.length;
    if (SURROGATE.test(source)) return this.#refuse(NO_SURROGATES);
    return source === '' ? this.#refuse(VALID) : { type: 'character', source };
  }

  #class(): string {
    return /^\[(?:\\.|[^\\\]])*\]/su.exec(this.#rest)?.[0] ?? '';
  }

  #single(): string {
    if (/^\\[k1-9]/u.test(this.#rest)) this.#refuse(NO_BACKREFERENCE);
    const source = this.#rest.startsWith('\\') ? ESCAPES.exec(this.#rest)?.[0] : /^[^*+?{}\])]/su.exec(this.#rest)?.[0];
    return source ?? '';
  }

  #repeated(body: Expression): Expression {
    if (/^[*+]/u.test(this.#rest)) return this.#refuse(BOUNDED);
    if (this.#takes('?')) return this.#lazily({ type: 'repeat', body, min: 0, max: 1 });
    const [count, min, comma, max] = COUNT.exec(this.#rest) ?? [];
    if (count === undefined) return body;
    if (comma !== undefined && max === '') return this.#refuse(BOUNDED);
    this.#at += count.length;
    return this.#lazily({ type: 'repeat', body, min: Number(min), max: Number(max ?? min) });
  }

  /** Whether as few as possible come first changes the order of tries, not their number. */
  #lazily(repeat: Expression): Expression {
    this.#takes('?');
    return repeat;
  }

  #takes(character: string): boolean {
    const takes = this.#rest.startsWith(character);
    if (takes) this.#at += character.length;
    return takes;
  }

  #refuse(allowed: string): Expression {
    this.refused ??= { allowed };
    this.#at = this.#source.length;
    return { type: 'sequence', parts: [] };
  }
}

const isValid = (source: string): boolean => {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
};

/** Reads an expression, or says why it is not taken (MASK-6). What is not understood here is refused, whatever the engine thinks. */
export const readExpression = (source: string): Expression | Refused => {
  if (!isValid(source)) return { allowed: VALID };
  const reader = new Reader(source);
  const read = reader.choice();
  return reader.refused ?? (reader.done ? read : { allowed: VALID });
};

/** How many characters a match has at least. */
export const shortestMatch = (expression: Expression): number => {
  switch (expression.type) {
    case 'character':
      return 1;
    case 'look':
      return 0;
    case 'sequence':
      return expression.parts.reduce((sum, part) => sum + shortestMatch(part), 0);
    case 'choice':
      return Math.min(...expression.options.map(shortestMatch));
    case 'repeat':
      return expression.min * shortestMatch(expression.body);
  }
};

/** Whether the expression has more than `max` characters when every repetition is written out. */
export const charactersIn = (expression: Expression): number => {
  switch (expression.type) {
    case 'character':
      return 1;
    case 'look':
      return expression.at === undefined ? 1 : 1 + charactersIn(expression.at);
    case 'sequence':
      return expression.parts.reduce((sum, part) => sum + charactersIn(part), 0);
    case 'choice':
      return expression.options.reduce((sum, option) => sum + charactersIn(option), 0);
    case 'repeat':
      return expression.max * (1 + charactersIn(expression.body));
  }
};

/** The expression as it is tried when looking behind: from right to left. */
export const reversed = (expression: Expression): Expression => {
  switch (expression.type) {
    case 'character':
    case 'look':
      return expression;
    case 'sequence':
      return { type: 'sequence', parts: expression.parts.map(reversed).reverse() };
    case 'choice':
      return { type: 'choice', options: expression.options.map(reversed) };
    case 'repeat':
      return { ...expression, body: reversed(expression.body) };
  }
};
