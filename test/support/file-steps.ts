import type { Command, FileCommand } from '../../shared/domain/commands.ts';
import { decide } from '../../shared/domain/decide/decide.ts';
import type { Decision } from '../../shared/domain/decide/draft.ts';
import { decideFile } from '../../shared/domain/decide/files.ts';
import { fileOptionsOf } from '../../shared/domain/file-options.ts';
import type { ChatOptions } from '../../shared/domain/options.ts';
import type { Session } from '../../shared/domain/session.ts';
import { addFile, deleteFile, fetchFile } from './file-builders.ts';

/** The options that files are decided by, for some of the chats other ones. */
export const FILE_SETS = [
  {},
  { 'upload-max-files': 1, 'upload-need-agent': true, 'delete-file': 'return', 'download-attempts': 1 },
  { 'upload-max-total-size': 2_000_000, 'upload-file-types': 'png:exe', 'download-attempts': 0 },
];

/** What may come of commands about files, each of which a long run must have met. */
export const FILE_OUTCOMES = [
  'file-uploaded',
  'file-deleted',
  'file-fetched',
  'too-many-files',
  'file-too-large',
  'bad-file-type',
  'file-not-found',
  'too-many-downloads',
] as const;

/** What is done with files in a step; undefined when it is something else. */
export const fileCommandOf = (
  told: { readonly what: string; readonly who: number; readonly own: number },
  seen: number,
): FileCommand | undefined => {
  const { what, who, own } = told;
  const by = who % 2 === 0 ? ({ type: 'CLIENT' } as const) : `agent-${who}`;
  const file = `file-${String(own % 7).padStart(11, '0')}`;
  if (what === 'fetches-file') return fetchFile(by, file);
  if (what === 'deletes-file') return { ...deleteFile(by, file), seen };
  if (what !== 'adds-file') return undefined;
  const name = own % 9 === 0 ? 'a.exe' : own % 2 === 0 ? 'a.png' : 'b.pdf';
  const sizeBytes = own % 11 === 0 ? 200_000_000 : own % 5 === 0 ? 2_097_153 : own * 5_000 + 1;
  return { ...addFile(by, file, { name, sizeBytes, ...(own % 6 === 0 ? { visibility: 'INT' } : {}) }), seen };
};

/** The decision of the core, whichever part of it decides. */
export const decideAny = (
  state: Session | undefined,
  command: Command | FileCommand,
  now: number,
  options: ChatOptions,
): Decision => {
  switch (command.type) {
    case 'add-file':
    case 'delete-file':
    case 'fetch-file':
      return decideFile(state, command, { now, options, fileOptions: fileOptionsOf(options.set) });
    default:
      return decide(state, command, now, options);
  }
};
