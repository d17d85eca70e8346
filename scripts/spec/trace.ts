import { type Citation, type Problem, type Spec, familyOf } from './clauses.ts';

export interface Trace {
  readonly clauses: number;
  readonly testable: number;
  readonly covered: number;
  readonly removed: number;
  /** For each clause that is not removed, the tests that name it. */
  readonly tests: Readonly<Record<string, readonly Citation[]>>;
  readonly problems: readonly Problem[];
}

/**
 * Holds the specification against what cites it. Problems: a testable clause without a test, a citation of a clause
 * that does not exist or was removed, and whatever the specification itself has wrong.
 */
export function trace(specFile: string, spec: Spec, citations: readonly Citation[]): Trace {
  const living = spec.clauses.filter((clause) => !clause.removed);
  const known = new Map(spec.clauses.map((clause) => [clause.id, clause]));
  const tests: Record<string, Citation[]> = Object.fromEntries(living.map((clause) => [clause.id, []]));
  const problems: Problem[] = [...spec.problems];
  const families = new Set(spec.clauses.map((clause) => familyOf(clause.id)));
  for (const citation of [...spec.citations, ...citations]) {
    const clause = known.get(citation.id);
    if (citation.loose === true && !families.has(familyOf(citation.id))) continue;
    if (clause === undefined || clause.removed) {
      const why = clause === undefined ? 'does not exist' : 'was removed';
      problems.push({ file: citation.file, line: citation.line, message: `cites ${citation.id}, which ${why}` });
    } else if (citation.title !== undefined) {
      tests[clause.id]?.push(citation);
    }
  }
  const testable = living.filter((clause) => clause.testable);
  const uncovered = testable.filter((clause) => tests[clause.id]?.length === 0);
  for (const clause of uncovered) {
    problems.push({ file: specFile, line: clause.line, message: `${clause.id} is testable and no test names it` });
  }
  return {
    clauses: living.length,
    testable: testable.length,
    covered: testable.length - uncovered.length,
    removed: spec.clauses.length - living.length,
    tests,
    problems,
  };
}
