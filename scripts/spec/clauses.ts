/** Reads the clauses of docs/SPEC.md: `- **[<id>]** [T] text`, or `- **[<id>]** removed in 0.2: text`. */

export interface Clause {
  readonly id: string;
  /** Marked `[T]`: at least one test must name it. */
  readonly testable: boolean;
  /** A tombstone: the id was used once and must neither be cited nor used again. */
  readonly removed: boolean;
  readonly line: number;
}

/** A place that names a clause. */
export interface Citation {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** Title of the test, when it is a test that names the clause; only those cover it. */
  readonly title?: string;
  /** Without brackets, as in "(MSG-4)": counts only if the specification has clauses of that family. */
  readonly loose?: true;
}

export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface Spec {
  readonly clauses: readonly Clause[];
  /** Clauses that the specification's own text refers to. */
  readonly citations: readonly Citation[];
  readonly problems: readonly Problem[];
}

const ID = '[A-Z][A-Z0-9]+-\\d+';
const CLAUSE = new RegExp(`^\\s*[-*] \\*\\*\\[(${ID})\\]\\*\\* (\\[T\\] |removed in )?(?!\\[T\\])\\S`);
const LOOKS_LIKE_A_CLAUSE = /^\s*([-*] )?\*\*\[/;
const LOOSE = new RegExp(`\\b${ID}\\b`, 'g');
const BRACKETS = new RegExp(`\\[(${ID}(?:, ?${ID})*)\\]`, 'g');

/** The ids, one or several with commas between them, in square brackets anywhere in a text. */
export function idsIn(text: string): string[] {
  return [...text.matchAll(BRACKETS)].flatMap((match) => (match[1] ?? '').split(/, ?/));
}

/** The ids that a text names with or without brackets, and words that look like ids, such as those of other standards. */
export function looseIdsIn(text: string): string[] {
  return [...text.matchAll(LOOSE)].map((match) => match[0]);
}

/** What an id's clause is about: the part before the number. */
export function familyOf(id: string): string {
  return id.slice(0, id.lastIndexOf('-'));
}

/** Reads a specification. What cannot be read is a problem in the result, never an exception. */
export function parseSpec(file: string, text: string): Spec {
  const clauses: Clause[] = [];
  const citations: Citation[] = [];
  const problems: Problem[] = [];
  text.split('\n').forEach((content, index) => {
    const line = index + 1;
    const match = CLAUSE.exec(content);
    if (match?.[1] === undefined) {
      if (LOOKS_LIKE_A_CLAUSE.test(content)) {
        problems.push({ file, line, message: 'unable to read a clause; expected "- **[ABC-1]** [T] text"' });
      }
      citations.push(...idsIn(content).map((id) => ({ id, file, line })));
      return;
    }
    const id = match[1];
    const earlier = clauses.find((clause) => clause.id === id);
    if (earlier !== undefined) {
      problems.push({ file, line, message: `${id} is defined twice; first in line ${earlier.line}` });
    }
    clauses.push({ id, line, testable: match[2] === '[T] ', removed: match[2] === 'removed in ' });
    if (match[2] !== 'removed in ') {
      citations.push(...idsIn(content.slice(content.indexOf(']**') + 3)).map((cited) => ({ id: cited, file, line })));
    }
  });
  return { clauses, citations, problems };
}
