import { reversed, type Expression } from '../../shared/domain/expression.ts';

/** What a plain backtracking matcher came to. */
export interface Match {
  /** Where the first match that it finds ends; undefined when there is none. */
  readonly end: number | undefined;
  readonly steps: number;
}

type Then = (at: number) => boolean;

/** Tries an expression as the standard says, one way after the other, and counts: one for each comparison, each parting of ways, each look. */
class Matcher {
  readonly #characters: readonly string[];
  readonly #flags: string;
  steps = 0;

  constructor(characters: readonly string[], flags: string) {
    this.#characters = characters;
    this.#flags = flags;
  }

  tries(expression: Expression, at: number, then: Then): boolean {
    switch (expression.type) {
      case 'character':
        this.steps += 1;
        return this.#holds(expression.source, this.#characters[at]) && then(at + 1);
      case 'border':
        // Taken for granted: that only makes more steps.
        this.steps += 1;
        return then(at);
      case 'look':
        this.steps += 1;
        this.#looks(expression, at);
        return then(at);
      case 'sequence':
        return this.#inOrder(expression.parts, 0, at, then);
      case 'choice':
        this.steps += 1;
        return expression.options.some((option) => this.tries(option, at, then));
      case 'repeat':
        return this.#repeats(expression, 0, at, then);
    }
  }

  #holds(source: string, character: string | undefined): boolean {
    return character !== undefined && new RegExp(`^(?:${source})$`, this.#flags).test(character);
  }

  #inOrder(parts: readonly Expression[], place: number, at: number, then: Then): boolean {
    const part = parts[place];
    return part === undefined ? then(at) : this.tries(part, at, (end) => this.#inOrder(parts, place + 1, end, then));
  }

  #repeats(repeat: Extract<Expression, { type: 'repeat' }>, done: number, at: number, then: Then): boolean {
    const { body, min, max } = repeat;
    if (done >= max) return then(at);
    const again = (): boolean => this.tries(body, at, (end) => this.#repeats(repeat, done + 1, end, then));
    if (done < min) return again();
    this.steps += 1;
    return again() || then(at);
  }

  /** That there is nothing to see is taken for granted too. */
  #looks({ at: inner, behind }: Extract<Expression, { type: 'look' }>, at: number): void {
    if (behind === true) {
      const other = new Matcher([...this.#characters.slice(0, at)].reverse(), this.#flags);
      other.tries(reversed(inner), 0, () => true);
      this.steps += other.steps;
    } else this.tries(inner, at, () => true);
  }
}

/** Tries `expression` at the beginning of `text` until it matches. */
export const firstMatch = (expression: Expression, text: string, flags = 'u'): Match => {
  const matcher = new Matcher([...text], flags);
  let end: number | undefined;
  matcher.tries(expression, 0, (at) => {
    end = at;
    return true;
  });
  return { end, steps: matcher.steps };
};

/** Goes every way that there is through `text`, as an engine does when nothing matches in the end. */
export const everyWay = (expression: Expression, text: string, flags = 'u'): number => {
  const matcher = new Matcher([...text], flags);
  matcher.tries(expression, 0, () => false);
  return matcher.steps;
};
