import type { AddFile, Person, DeleteFile, FetchFile, FileCommand } from '../../shared/domain/commands.ts';
import { decideFile } from '../../shared/domain/decide/files.ts';
import type { ChatEvent, EpochMs, Visibility } from '../../shared/domain/events.ts';
import { fileOptionsOf, type FileOptions } from '../../shared/domain/file-options.ts';
import type { ChatOptions } from '../../shared/domain/options.ts';
import { agent, type CUSTOMER, OPTIONS, SYSTEM, type Unplaced } from './builders.ts';
import { outcomeOf, sessionOf, type Outcome } from './given-when-then.ts';
import { deepFreeze } from './matchers.ts';

/** Two files' ids. */
export const CAT = 'cat-cat-cat-cat1';
export const DOG = 'dog-dog-dog-dog1';

const authorId = (by: Person, own: string): string => (by.type === 'CLIENT' ? `c/${own}` : `a/${by.agentId}/${own}`);

/** The customer, or an agent by id, as an author. */
const authorOf = (who: typeof CUSTOMER | string): Person =>
  typeof who === 'string' ? { type: 'AGENT', agentId: who } : who;

/** What both events about files have in common; what everybody sees counts as activity. */
const aboutFile = (
  who: typeof CUSTOMER | string,
  { own, file }: { readonly own: 'file' | 'gone'; readonly file: string },
  visibility: Visibility,
) => ({
  v: 4,
  id: authorId(authorOf(who), `${own}.${file}`),
  actor: typeof who === 'string' ? agent(who) : who,
  visibility,
  file,
  ...(visibility === 'ALL' ? { counts: true as const } : {}),
});

type UploadedData = Partial<Omit<Extract<ChatEvent, { type: 'file-uploaded' }>, 'type' | 'index' | 'at' | 'v'>>;

/** A file of the customer, or of an agent: a picture of 1,000 bytes that counts as activity, unless said. */
export const uploaded =
  (who: typeof CUSTOMER | string, file: string, atMs: number, extra: UploadedData = {}): Unplaced =>
  (index) => ({
    ...aboutFile(who, { own: 'file', file }, extra.visibility ?? 'ALL'),
    type: 'file-uploaded',
    index,
    at: atMs,
    name: 'cat.png',
    sizeBytes: 1_000,
    contentType: 'image/png',
    ...extra,
  });

type DeletedData = Partial<Omit<Extract<ChatEvent, { type: 'file-deleted' }>, 'type' | 'index' | 'at' | 'v'>>;

export const fileDeleted =
  (who: typeof CUSTOMER | string, file: string, atMs: number, extra: DeletedData = {}): Unplaced =>
  (index) => ({
    ...aboutFile(who, { own: 'gone', file }, extra.visibility ?? 'ALL'),
    type: 'file-deleted',
    index,
    at: atMs,
    ...extra,
  });

export const fetched =
  (file: string, atMs: number): Unplaced =>
  (index) => ({
    v: 4,
    index,
    at: atMs,
    type: 'file-fetched',
    id: 's/fetch/r1',
    actor: SYSTEM,
    visibility: 'NONE',
    file,
  });

export const addFile = (
  who: typeof CUSTOMER | string,
  file: string,
  extra: Partial<Omit<AddFile, 'type'>> = {},
): AddFile => ({
  type: 'add-file',
  id: authorId(authorOf(who), `file.${file}`),
  seen: 0,
  by: authorOf(who),
  file,
  name: 'cat.png',
  sizeBytes: 1_000,
  ...extra,
});

export const deleteFile = (who: typeof CUSTOMER | string, file: string): DeleteFile => ({
  type: 'delete-file',
  id: authorId(authorOf(who), `gone.${file}`),
  seen: 0,
  by: authorOf(who),
  file,
});

export const fetchFile = (who: typeof CUSTOMER | string, file: string): FetchFile => ({
  type: 'fetch-file',
  id: 's/fetch/r1',
  by: authorOf(who),
  file,
});

/** The options of a service that has these set. */
export const FILE_OPTIONS: FileOptions = fileOptionsOf({});

/** A chat with a past, waiting for a command about files. */
export const givenFiles = (...events: readonly Unplaced[]) => ({
  when: (
    command: FileCommand,
    now: EpochMs,
    fileOptions: Partial<FileOptions> = {},
    options: ChatOptions = OPTIONS,
  ): Outcome => {
    const state = events.length === 0 ? undefined : sessionOf(...events);
    const moment = deepFreeze({ now, options, fileOptions: { ...FILE_OPTIONS, ...fileOptions } });
    return outcomeOf(decideFile(state, deepFreeze(command), moment), events.length + 1);
  },
});
