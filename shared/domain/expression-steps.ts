import { STEPS_MAX, WRITTEN_OUT_CHARS_MAX } from '../protocol/masking-limits.ts';
import { charactersIn, readExpression, reversed, shortestMatch, type Expression, type Refused } from './expression.ts';

/** What an expression may cost. */
export interface Judged {
  /** No text makes an attempt at one place take more steps: characters compared, and ways chosen. Infinity: more than allowed. */
  readonly stepsMax: number;
  /** How many characters a match has at least. */
  readonly shortest: number;
}

/** So much the judgement itself may take; what is not found out by then is refused. */
const WORK_MAX = 1_000_000;

/** A place in the written-out expression where one character is compared, or where ways part. */
type Place =
  | { readonly type: 'compare'; readonly id: number; readonly character: string; readonly next: Place }
  | { readonly type: 'part'; readonly ways: readonly Place[] }
  | { readonly type: 'look'; readonly steps: number; readonly next: Place }
  | { readonly type: 'end' };

type Comparison = Extract<Place, { type: 'compare' }>;

/** What a place leads to before the next character is taken: which comparisons, on how many ways, and the steps of all of them. */
interface Entries {
  readonly steps: number;
  readonly ways: ReadonlyMap<Comparison, number>;
}

/** The signs that are looked at one by one: ASCII, the rest of Latin 1, blanks and dashes. All others count as one. */
const SIGNS: readonly string[] = [
  ...Array.from({ length: 0x100 }, (_, code) => code),
  ...Array.from({ length: 0x70 }, (_, place) => 0x2000 + place),
  ...[0x1680, 0x3000, 0xfeff],
].map((code) => String.fromCodePoint(code));

/** Written so, a character is one of those signs: itself, an escape, or a class of such. Four digits follow every u. */
const ONE_OF_SIGNS =
  /^(?:[\x20-\x7e]|\\(?:[dstnrvf0^$\\.*+?()[\]{}|/-]|u00..|u20[0-6].)|\[(?!\^)(?:[\x20-\x5b\x5e-\x7e]|\\(?:[dstnrvf^$\\.*+?()[\]{}|/-]|u00..|u20[0-6].))*\])$/u;

/** Two of all the others. The dot has them; a class that goes on beyond Latin 1 has the second; in mode `iu` they are k and s. */
const BEYOND = ['\u212a', '\u017f'];

/**
 * The sets of characters that the next character of a text may belong to at once: one for each sign, and one for all others
 * together, as if there were one that belongs to every set which has any. Sets inside of others are left out: more
 * comparisons that hold never make fewer steps.
 */
const kindsOf = (characters: readonly string[], flags: string): readonly ReadonlySet<string>[] => {
  const tests = characters.map((source) => [source, new RegExp(`^(?:${source})$`, flags)] as const);
  const holding = (signs: readonly string[]): string[] =>
    tests.filter(([, test]) => signs.some((sign) => test.test(sign))).map(([source]) => source);
  const others = characters.filter((source) => !ONE_OF_SIGNS.test(source));
  const sets = [...SIGNS.map((sign) => holding([sign])), [...others, ...holding(BEYOND)]];
  const kinds = [...new Map(sets.map((set) => [JSON.stringify(set), new Set(set)])).values()];
  const isInside = (kind: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
    kind.size < other.size && [...kind].every((source) => other.has(source));
  return kinds.filter((kind) => !kinds.some((other) => isInside(kind, other)));
};

/** Ends a judgement: the steps are more than allowed, or were not found out. */
class TooMuch extends Error {}

const allowed = (steps: number): number => {
  if (steps > STEPS_MAX) throw new TooMuch();
  return steps;
};

class Judge {
  readonly #flags: string;
  /** The character of each comparison, by its id. */
  readonly #characters = new Map<number, string>();
  readonly #entries = new Map<Place, Entries>();
  readonly #known = new Map<string, number>();
  #work = 0;

  constructor(flags: string) {
    this.#flags = flags;
  }

  /** The most steps that an attempt can take; infinity when they are more than `STEPS_MAX` or were not found out. */
  stepsOf(expression: Expression): number {
    try {
      const start = this.#entriesOf(this.#place(expression, { type: 'end' }));
      const kinds = kindsOf([...new Set(this.#characters.values())], this.#flags);
      return allowed(start.steps + this.#most(start.ways, kinds));
    } catch {
      return Infinity;
    }
  }

  #place(expression: Expression, next: Place): Place {
    switch (expression.type) {
      case 'character': {
        const id = this.#characters.size;
        this.#characters.set(id, expression.source);
        return { type: 'compare', id, character: expression.source, next };
      }
      case 'border':
        return { type: 'look', steps: 1, next };
      case 'look':
        return { type: 'look', steps: 1 + stepsOfLook(expression, this.#flags), next };
      case 'sequence':
        return expression.parts.reduceRight((after, part) => this.#place(part, after), next);
      case 'choice':
        return { type: 'part', ways: expression.options.map((option) => this.#place(option, next)) };
      case 'repeat': {
        const { body, min, max } = expression;
        let place = next;
        for (let left = max - min; left > 0; left--) place = { type: 'part', ways: [this.#place(body, place), next] };
        for (let left = min; left > 0; left--) place = this.#place(body, place);
        return place;
      }
    }
  }

  #entriesOf(place: Place): Entries {
    const known = this.#entries.get(place);
    if (known !== undefined) return known;
    const found = this.#findEntries(place);
    this.#entries.set(place, found);
    return found;
  }

  #findEntries(place: Place): Entries {
    switch (place.type) {
      case 'compare':
        return { steps: 1, ways: new Map([[place, 1]]) };
      case 'end':
        return { steps: 0, ways: new Map() };
      case 'look': {
        const { steps, ways } = this.#entriesOf(place.next);
        return { steps: steps + place.steps, ways };
      }
      case 'part': {
        const all = place.ways.map((way) => this.#entriesOf(way));
        const steps = all.reduce((sum, entries) => sum + entries.steps, 1);
        const ways = new Map<Comparison, number>();
        for (const { ways: some } of all) this.#add(ways, some, 1);
        return { steps, ways };
      }
    }
  }

  /**
   * The most steps from here on, over all texts. A situation is: at which comparisons a backtracking engine may stand, on how
   * many ways, when so many characters have been taken; each of those ways is gone once when nothing matches in the end.
   */
  #most(situation: ReadonlyMap<Comparison, number>, kinds: readonly ReadonlySet<string>[]): number {
    if (situation.size === 0) return 0;
    const key = [...situation].map(([{ id }, count]) => `${id}:${count}`).join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let most = 0;
    for (const kind of kinds) most = Math.max(most, this.#after(situation, kind, kinds));
    this.#known.set(key, most);
    return most;
  }

  #after(
    situation: ReadonlyMap<Comparison, number>,
    kind: ReadonlySet<string>,
    kinds: readonly ReadonlySet<string>[],
  ): number {
    const after = new Map<Comparison, number>();
    let steps = 0;
    for (const [{ character, next }, count] of situation) {
      if (!kind.has(character)) continue;
      const entries = this.#entriesOf(next);
      steps += count * entries.steps;
      this.#add(after, entries.ways, count);
    }
    return allowed(steps + this.#most(after, kinds));
  }

  #add(sum: Map<Comparison, number>, ways: Entries['ways'], times: number): void {
    this.#work += ways.size;
    if (this.#work > WORK_MAX) throw new TooMuch();
    for (const [to, count] of ways) sum.set(to, (sum.get(to) ?? 0) + times * count);
  }
}

const stepsOfLook = ({ at, behind }: Extract<Expression, { type: 'look' }>, flags: string): number =>
  new Judge(flags).stepsOf(behind === true ? reversed(at) : at);

/**
 * What an expression may cost on the worst of all texts, or why it is not taken. The bound is proven, not measured: every way
 * that a backtracking engine can go is counted, for every text at once (docs/decisions/0008-masking-without-redos.md).
 */
export const judgeExpression = (source: string, ignoreCase: boolean): Judged | Refused => {
  const expression = readExpression(source);
  if ('allowed' in expression) return expression;
  if (charactersIn(expression) > WRITTEN_OUT_CHARS_MAX) {
    return {
      allowed: `a regular expression of at most ${WRITTEN_OUT_CHARS_MAX} characters with its repetitions written out`,
    };
  }
  const stepsMax = new Judge(ignoreCase ? 'iu' : 'u').stepsOf(expression);
  return { stepsMax, shortest: shortestMatch(expression) };
};
