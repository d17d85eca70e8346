import type { AddFile, Person, DeleteFile, FetchFile, FileCommand } from '../commands.ts';
import { safeFileName } from '../file-names.ts';
import type { FileOptions } from '../file-options.ts';
import { contentTypeOf, endingOf } from '../file-types.ts';
import { fileFor } from '../files.ts';
import { AGENT_FILE_BYTES_MAX, FILES_MAX } from '../limits.ts';
import { countedIn, isCounted } from '../notices.ts';
import { reject, type Rejection } from '../rejections.ts';
import type { Session } from '../session.ts';
import { accept, complete, NOTHING, type Decision, type Moment } from './draft.ts';
import { hearing, masked, saidBy } from './post.ts';

/** What a decision about files may look at. */
export interface FileMoment extends Moment {
  readonly fileOptions: FileOptions;
}

/** A file that somebody wants to add. */
export interface FileWish {
  readonly by: Person;
  readonly name: string;
  readonly sizeBytes: number;
}

/** Decides what people do with files; only the function that is asked for files carries this. */
export const decideFile = (state: Session | undefined, command: FileCommand, moment: FileMoment): Decision => {
  if (state === undefined) return reject('chat-not-found', 'unable to find the chat; its log is empty');
  switch (command.type) {
    case 'add-file':
      return decideAdd(state, command, moment);
    case 'delete-file':
      return decideDelete(state, command, moment);
    case 'fetch-file':
      return decideFetch(state, command, moment);
  }
};

/** Why a file may not be added: asked before its bytes are sent, and again when they have arrived (FILE-3). */
export const fileRefusal = (state: Session, wish: FileWish, options: FileOptions): Rejection | undefined => {
  if (Object.keys(state.files?.live ?? {}).length >= FILES_MAX) {
    return reject('too-many-files', `unable to add the file; the chat has ${FILES_MAX} files, more are not taken`);
  }
  const { by, sizeBytes } = wish;
  if (by.type !== 'CLIENT') {
    return sizeBytes <= AGENT_FILE_BYTES_MAX ? undefined : tooLarge('a file', sizeBytes, AGENT_FILE_BYTES_MAX);
  }
  return customersRefusal(state, wish, options);
};

const customersRefusal = (
  state: Session,
  { name, sizeBytes }: FileWish,
  options: FileOptions,
): Rejection | undefined => {
  const { maxFiles, maxFileBytes, maxTotalBytes, types, needsAgent } = options;
  const [count, bytes] = state.files?.used ?? [0, 0];
  if (needsAgent && state.agents.length === 0) {
    return reject('not-allowed', 'unable to add the file; no agent is in the chat to take it');
  }
  if (!types.includes(endingOf(name))) {
    return reject('bad-file-type', `unable to add the file; its name must end in one of ${types.join(', ')}`);
  }
  if (sizeBytes > maxFileBytes) return tooLarge('a file', sizeBytes, maxFileBytes);
  if (count >= maxFiles) {
    return reject('too-many-files', `unable to add the file; ${count} were uploaded, at most ${maxFiles} are allowed`);
  }
  return bytes + sizeBytes > maxTotalBytes ? tooLarge('all files', bytes + sizeBytes, maxTotalBytes) : undefined;
};

const tooLarge = (what: string, bytes: number, most: number): Rejection =>
  reject('file-too-large', `unable to add the file; ${what} would take ${bytes} bytes, at most ${most} are allowed`);

/** A file whose bytes have arrived becomes part of the chat, once (FILE-6). */
const decideAdd = (state: Session, command: AddFile, moment: FileMoment): Decision => {
  const answer = hearing(state, command, moment);
  if (answer !== undefined) return answer;
  const { by, file, name, sizeBytes, visibility = 'ALL' } = command;
  const known = state.files?.live[file];
  if (known !== undefined) return { kind: 'nothing', index: known[0] };
  const refusal =
    visibility === 'INT' && by.type === 'CLIENT'
      ? reject('not-allowed', 'unable to add the file for agents only; customers add files for everybody')
      : fileRefusal(state, command, moment.fileOptions);
  if (refusal !== undefined) return refusal;
  const shown = masked(name, moment);
  if (typeof shown !== 'string') return shown;
  const counts = visibility === 'ALL' && isCounted(countedIn(state, moment.options), 'file');
  return accept(
    state,
    {
      type: 'file-uploaded',
      ...saidBy(state, command, moment),
      visibility,
      file,
      name: safeFileName(shown),
      sizeBytes,
      contentType: contentTypeOf(name),
      ...(counts ? { counts } : {}),
    },
    moment,
  );
};

const notFound = (): Rejection => reject('file-not-found', 'unable to find the file; the chat has none of that id');

/** The customer deletes what is theirs, an agent in the chat any file (FILE-8). */
const decideDelete = (state: Session, command: DeleteFile, moment: FileMoment): Decision => {
  const answer = hearing(state, command, moment);
  if (answer !== undefined) return answer;
  const { by, file } = command;
  const found = fileFor(state.files, file, by);
  if (found === undefined) return notFound();
  const [, , kind] = found;
  if (by.type === 'CLIENT' && kind !== 'C') {
    return reject('not-allowed', "unable to delete the file; it is not the customer's");
  }
  const visibility = kind === 'I' ? 'INT' : 'ALL';
  const counts = visibility === 'ALL' && isCounted(countedIn(state, moment.options), 'file');
  const freed = kind === 'C' && moment.fileOptions.frees;
  const draft = {
    type: 'file-deleted',
    ...saidBy(state, command, moment),
    visibility,
    file,
    ...(counts ? { counts } : {}),
    ...(freed ? { freed } : {}),
  } as const;
  return accept(state, draft, moment);
};

/** A download of the customer is counted while the chat is open; whoever may see a file may have it (FILE-7). */
const decideFetch = (state: Session, { id, by, file }: FetchFile, moment: FileMoment): Decision => {
  if (fileFor(state.files, file, by) === undefined) return notFound();
  if (by.type !== 'CLIENT') return NOTHING;
  const most = moment.fileOptions.downloads;
  const downloads = state.files?.used[2] ?? 0;
  if (downloads >= most) {
    return reject(
      'too-many-downloads',
      `unable to give the file; ${downloads} downloads were made, at most ${most} are allowed`,
    );
  }
  if (state.phase === 'closed') return NOTHING;
  const draft = { type: 'file-fetched', id, actor: { type: 'SYSTEM' }, visibility: 'NONE', file } as const;
  return { kind: 'accepted', event: complete(state, draft, moment) };
};
