import type { Survivor } from './explained.ts';
import type { Mutant } from './report.ts';
import { type Count, countOf, FOLDERS, SCORE_MIN, scoreOf, totalOf } from './score.ts';

const TEXT_CHARS_MAX = 160;

/** Code in a sentence; a text that is too long is cut. */
function code(text: string): string {
  const cut = text.length > TEXT_CHARS_MAX ? `${text.slice(0, TEXT_CHARS_MAX)}…` : text;
  if (cut === '') return 'nothing';
  return cut.includes('`') ? `\`\` ${cut} \`\`` : `\`${cut}\``;
}

const percent = (count: Count): string => scoreOf(count).toFixed(1);

const row = (count: Count, label: string): string =>
  `| ${label} | ${totalOf(count)} | ${count.killed} | ${count['timed out']} | ${count.survived} | ${count.untested} | ${percent(count)} |`;

function table(mutants: readonly Mutant[]): string {
  const files = [...new Set(mutants.map(({ file }) => file))].sort();
  return [
    '| file | mutants | killed | timed out | survived | not reached | score |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...FOLDERS.map((folder) => row(countOf(folder, mutants), `**${folder}**`)),
    ...files.map((file) => row(countOf(file, mutants), `\`${file}\``)),
  ].join('\n');
}

const line = ({ mutant }: Survivor): string =>
  `- \`${mutant.file}\`, ${mutant.mutator}: ${code(mutant.original)} → ${code(mutant.replacement)}`;

function explainedList(survivors: readonly Survivor[]): string {
  return survivors.map((survivor) => `${line(survivor)}. ${survivor.why ?? ''}`).join('\n');
}

/** docs/MUTATION.md: the score of each file, and everything that lives with its reason. */
export function pageOf(mutants: readonly Mutant[], survivors: readonly Survivor[]): string {
  const explained = survivors.filter(({ why }) => why !== undefined);
  const open = survivors.filter(({ why }) => why === undefined);
  return `# Mutants

\`npm run mutation\` writes this page. It changes the core in one place at a time (a condition turned round, a text emptied, a
call left out) and runs the tests: a change that no test finds is one that somebody could make by mistake. At least ${SCORE_MIN} % of
them must be found in each of the two folders, and who lives needs a reason.

The tests are those of \`test/domain\` and \`test/protocol\` that give an exact answer. Random search over whole chats is left out: a
mutant that only it finds lacks a test that says what is right. So are files that hold nothing but types or texts of documents. The run
takes some minutes of two processors and is no part of \`npm run check\`.

${table(mutants)}

## What lives, and why

${explained.length} mutants live for a reason, which stands in \`test/mutation/explained.json\`. They count as not found all the same.

${explained.length === 0 ? 'None.' : explainedList(explained)}

## What lives without a reason

${open.length === 0 ? 'None.' : `${open.length} mutants.\n\n${open.map(line).join('\n')}`}
`;
}
