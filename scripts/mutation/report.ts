import * as v from 'valibot';

const Position = v.object({ line: v.number(), column: v.number() });

/** Stryker's report, as far as it is read here: lines and columns count from 1, the end is exclusive. */
const Report = v.object({
  files: v.record(
    v.string(),
    v.object({
      source: v.string(),
      mutants: v.array(
        v.object({
          mutatorName: v.string(),
          replacement: v.optional(v.string(), ''),
          status: v.string(),
          location: v.object({ start: Position, end: Position }),
        }),
      ),
    }),
  ),
});

/** What became of a mutant. `untested`: no test reaches it. */
export type Fate = 'killed' | 'timed out' | 'survived' | 'untested';

/** One change to one place of the code; texts in one line. */
export interface Mutant {
  readonly file: string;
  readonly mutator: string;
  readonly original: string;
  readonly replacement: string;
  readonly fate: Fate;
}

const FATES: Readonly<Record<string, Fate>> = {
  Killed: 'killed',
  Timeout: 'timed out',
  Survived: 'survived',
  NoCoverage: 'untested',
};

type Span = v.InferOutput<typeof Report>['files'][string]['mutants'][number]['location'];

const inOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function textAt(lines: readonly string[], { start, end }: Span): string {
  const chosen = lines.slice(start.line - 1, end.line);
  const last = chosen.length - 1;
  const cut = chosen.map((line, place) =>
    line.slice(place === 0 ? start.column - 1 : 0, place === last ? end.column - 1 : undefined),
  );
  return inOneLine(cut.join('\n'));
}

/** The mutants of Stryker's JSON report, file by file. Those that do not count (not valid, ignored) are left out. */
export function mutantsOf(report: unknown): Mutant[] {
  const mutants: Mutant[] = [];
  for (const [file, { source, mutants: found }] of Object.entries(v.parse(Report, report).files)) {
    const lines = source.split('\n');
    for (const { mutatorName, replacement, status, location } of found) {
      const fate = FATES[status];
      if (fate === undefined) continue;
      const original = textAt(lines, location);
      mutants.push({ file, mutator: mutatorName, original, replacement: inOneLine(replacement), fate });
    }
  }
  return mutants;
}
