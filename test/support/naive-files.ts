import type { FileCommand } from '../../shared/domain/commands.ts';
import type { FileOptions } from '../../shared/domain/file-options.ts';
import type { Fact } from './naive-fact.ts';

/*
 * The part of the second model that is about files, from docs/SPEC.md alone: every question is answered by reading all facts again.
 */

/** The files that nobody has deleted, by id, with the fact that brought each. */
export const filesOf = (facts: readonly Fact[]): Map<string, Fact> => {
  const files = new Map<string, Fact>();
  for (const fact of facts) {
    if (fact.what === 'file-uploaded') files.set(fact.file ?? '', fact);
    if (fact.what === 'file-deleted') files.delete(fact.file ?? '');
  }
  return files;
};

/** What counts against the limits of the customer: files, bytes, downloads (FILE-3, FILE-7, FILE-8). */
export const usedOf = (facts: readonly Fact[]): [number, number, number] => {
  const counted: Fact[] = [];
  for (const fact of facts) {
    if (fact.what === 'file-uploaded' && fact.by === 'customer') counted.push(fact);
    if (fact.what !== 'file-deleted' || fact.freed !== true) continue;
    counted.splice(
      counted.findLastIndex(({ file }) => file === fact.file),
      1,
    );
  }
  const bytes = counted.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
  return [counted.length, bytes, facts.filter(({ what }) => what === 'file-fetched').length];
};

/** The state of the files as SPEC says it is kept; nothing where there never was one (FILE-2). */
export const filesStateOf = (facts: readonly Fact[]): object | undefined => {
  if (!facts.some(({ what }) => what === 'file-uploaded')) return undefined;
  const kindOf = ({ by, visibility }: Fact): string => (by === 'customer' ? 'C' : visibility === 'INT' ? 'I' : 'A');
  const live = [...filesOf(facts)].map(([file, fact]) => [file, [fact.index, fact.sizeBytes, kindOf(fact)]] as const);
  return { live: Object.fromEntries(live), used: usedOf(facts) };
};

const TYPES: Readonly<Record<string, string>> = { png: 'image/png', pdf: 'application/pdf' };

/** What comes of a command about files that is no repeat, given by somebody who may act: a fact, a code, or nothing. */
export const filesAnswer = (
  facts: readonly Fact[],
  command: FileCommand,
  options: FileOptions,
  here: { readonly agents: readonly string[]; readonly isClosed: boolean },
): Partial<Fact> | string | number | undefined => {
  const isCustomer = command.by.type === 'CLIENT';
  const files = filesOf(facts);
  const known = files.get(command.file);
  if (command.type === 'add-file') {
    if (known !== undefined) return known.index;
    return addingAnswer(facts, command, options, { isCustomer, isAgentHere: here.agents.length > 0, held: files.size });
  }
  if (known === undefined || (isCustomer && known.visibility === 'INT')) return 'file-not-found';
  if (command.type === 'delete-file') {
    if (isCustomer && known.by !== 'customer') return 'not-allowed';
    const freed = known.by === 'customer' && options.frees ? { freed: true } : {};
    return { what: 'file-deleted', visibility: known.visibility, file: command.file, ...freed };
  }
  if (!isCustomer) return undefined;
  if (usedOf(facts)[2] >= options.downloads) return 'too-many-downloads';
  return here.isClosed ? undefined : { what: 'file-fetched', visibility: 'NONE', by: 'system', file: command.file };
};

const addingAnswer = (
  facts: readonly Fact[],
  { name, sizeBytes, visibility = 'ALL', file }: Extract<FileCommand, { type: 'add-file' }>,
  { maxFiles, maxFileBytes, maxTotalBytes, types, needsAgent }: FileOptions,
  { isCustomer, isAgentHere, held }: { isCustomer: boolean; isAgentHere: boolean; held: number },
): Partial<Fact> | string => {
  const ending = name.split('.').at(-1) ?? '';
  const [count, bytes] = usedOf(facts);
  const reasons: readonly (readonly [boolean, string])[] = [
    [isCustomer && visibility === 'INT', 'not-allowed'],
    [held >= 100, 'too-many-files'],
    [!isCustomer && sizeBytes > 104_857_600, 'file-too-large'],
    [isCustomer && needsAgent && !isAgentHere, 'not-allowed'],
    [isCustomer && !types.includes(ending), 'bad-file-type'],
    [isCustomer && sizeBytes > maxFileBytes, 'file-too-large'],
    [isCustomer && count >= maxFiles, 'too-many-files'],
    [isCustomer && bytes + sizeBytes > maxTotalBytes, 'file-too-large'],
  ];
  const refusal = reasons.find(([isSo]) => isSo)?.[1];
  const contentType = TYPES[ending] ?? 'application/octet-stream';
  return refusal ?? { what: 'file-uploaded', visibility, file, name, sizeBytes, contentType };
};
