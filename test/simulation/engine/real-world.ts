/** Real time and real chance, as a program reaches them. */
type Reach = readonly [owner: object, name: string];

const REACHES: readonly Reach[] = [
  [Math, 'random'],
  [performance, 'now'],
  [globalThis, 'setTimeout'],
  [globalThis, 'setInterval'],
  [crypto, 'randomUUID'],
  [crypto, 'getRandomValues'],
];

/** Sessions that are being played. */
let playing = 0;
let restore: (() => void)[] = [];
/** What was reached for, also by code that caught the error. */
let touched: string[] = [];

const forbidden = (name: string): Error => {
  touched.push(name);
  return new Error(`unable to call ${name}; a simulated session has its own time and chance`);
};

const replace = (owner: object, name: string, value: unknown): void => {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  restore.push(() => {
    if (before === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, before);
  });
};

/** Dates may be made of numbers and texts, not of the moment. */
const datesOnly = (real: DateConstructor): DateConstructor =>
  new Proxy(real, {
    construct: (target, args: unknown[], newTarget: new () => object) => {
      if (args.length === 0) throw forbidden('new Date()');
      return Reflect.construct(target, args, newTarget) as Date;
    },
    apply: () => {
      throw forbidden('Date()');
    },
    get: (target, name, receiver): unknown =>
      name === 'now'
        ? () => {
            throw forbidden('Date.now');
          }
        : Reflect.get(target, name, receiver),
  });

const forbid = (): void => {
  replace(globalThis, 'Date', datesOnly(Date));
  for (const [owner, name] of REACHES) {
    replace(owner, name, () => {
      throw forbidden(name);
    });
  }
};

const allow = (): void => {
  for (const undo of restore.reverse()) undo();
  restore = [];
};

/**
 * Runs a session without real time and real chance: whoever reaches for them gets an error, and the session fails in the
 * end even if that error was caught. Several may run at the same time.
 * @throws Error naming what was reached for.
 */
export const withoutRealWorld = async <T>(play: () => Promise<T>): Promise<T> => {
  if (playing === 0) {
    touched = [];
    forbid();
  }
  playing += 1;
  const played = await play().finally(() => {
    playing -= 1;
    if (playing === 0) allow();
  });
  if (touched.length > 0) throw new Error(`a simulated session reached for ${[...new Set(touched)].join(', ')}`);
  return played;
};
