/** A regular expression as far as masking rules may use one: what it looks at, in which order, and how often at most. */
export type Expression =
  /** One character: itself, an escape, a class or the dot; `source` is how it is written. */
  | { readonly type: 'character'; readonly source: string }
  /** Takes nothing: an end of the text, or of a word. */
  | { readonly type: 'border' }
  /** Takes nothing, but looks at another expression ahead or behind. */
  | { readonly type: 'look'; readonly at: Expression; readonly behind?: true }
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

const BORDER = /[\^$]|\\[bB]/uy;
const OPENING = /\((?:\?(?:[:=!]|<[=!]|<[\p{L}$_][\p{L}\p{Nd}$_]*>))?/uy;
const BACKREFERENCE = /\\[k1-9]/uy;
/** A class; an escape that stands for one character, or one of a class; any other character that says nothing else. */
const CHARACTER =
  /\[(?:\\.|[^\\\]])*\]|\\(?:[dDwWsStnrvf0^$\\.*+?()[\]{}|/-]|[pP]\{[^}]*\}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|u\{[\da-fA-F]+\}|c[A-Za-z])|[^*+?{}\])[\\]/uy;
const SURROGATE = /\\u[dD][89a-fA-F]/u;
const COUNT = /\{\d{1,6}(?:,\d{0,6})?\}/uy;

/** Its message goes on from "must be". */
class NotTaken extends Error {}

/** Reads an expression from left to right; the first thing that is not allowed ends it. What is no expression it may read. */
class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  choice(): Expression {
    const first = this.#sequence();
    const others: Expression[] = [];
    while (this.#take(/\|/uy) !== '') others.push(this.#sequence());
    return others.length === 0 ? first : { type: 'choice', options: [first, ...others] };
  }

  #sequence(): Expression {
    const parts: Expression[] = [];
    while (this.#sees(/[^|)]/uy)) parts.push(this.#repeated(this.#term()));
    return { type: 'sequence', parts };
  }

  #term(): Expression {
    if (this.#take(BORDER) !== '') return { type: 'border' };
    const opening = this.#take(OPENING);
    return opening === '' ? this.#character() : this.#group(opening);
  }

  #group(opening: string): Expression {
    if (this.#sees(/\?/uy)) throw new NotTaken(NO_MODIFIERS);
    const body = this.choice();
    this.#take(/\)/uy);
    switch (opening) {
      case '(?=':
      case '(?!':
        return { type: 'look', at: body };
      case '(?<=':
      case '(?<!':
        return { type: 'look', at: body, behind: true };
      default:
        return body;
    }
  }

  #character(): Expression {
    if (this.#sees(BACKREFERENCE)) throw new NotTaken(NO_BACKREFERENCE);
    const source = this.#take(CHARACTER);
    if (source === '') throw new NotTaken(VALID);
    if (SURROGATE.test(source)) throw new NotTaken(NO_SURROGATES);
    return { type: 'character', source };
  }

  #repeated(body: Expression): Expression {
    if (this.#sees(/[*+]/uy)) throw new NotTaken(BOUNDED);
    if (this.#take(/\?/uy) !== '') return this.#lazily({ type: 'repeat', body, min: 0, max: 1 });
    const count = this.#take(COUNT);
    if (count === '') return body;
    const [min, max = min] = count.slice(1, -1).split(',');
    if (max === '') throw new NotTaken(BOUNDED);
    return this.#lazily({ type: 'repeat', body, min: Number(min), max: Number(max) });
  }

  /** Whether as few as possible come first changes the order of tries, not their number. */
  #lazily(repeat: Expression): Expression {
    this.#take(/\?/uy);
    return repeat;
  }

  /** Reads on over what stands here and looks so; empty when it looks otherwise. */
  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#source);
  }
}

/** Reads an expression, or says why it is not taken (MASK-6). What is not understood here is refused, whatever the engine thinks. */
export const readExpression = (source: string): Expression | Refused => {
  try {
    const read = new Reader(source).choice();
    // What it takes for no expression the engine says by throwing.
    RegExp(source, 'u');
    return read;
  } catch (error) {
    return { allowed: error instanceof NotTaken ? error.message : VALID };
  }
};

/** How many characters a match has at least. */
export const shortestMatch = (expression: Expression): number => {
  switch (expression.type) {
    case 'character':
      return 1;
    case 'border':
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

/** How many characters and looks the expression has when every repetition is written out, with one more for each repetition. */
export const charactersIn = (expression: Expression): number => {
  switch (expression.type) {
    case 'character':
    case 'border':
      return 1;
    case 'look':
      return 1 + charactersIn(expression.at);
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
    case 'border':
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
