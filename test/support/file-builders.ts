import { expect } from 'vitest';
import type { AddFile, Person, DeleteFile, FetchFile, FileCommand } from '../../shared/domain/commands.ts';
import { decideFile } from '../../shared/domain/decide/files.ts';
import type { ChatEvent, EpochMs } from '../../shared/domain/events.ts';
import { fileOptionsOf, type FileOptions } from '../../shared/domain/file-options.ts';
import type { ChatOptions } from '../../shared/domain/options.ts';
import { agent, type CUSTOMER, OPTIONS, SYSTEM, type Unplaced } from './builders.ts';
import { sessionOf, type Outcome } from './given-when-then.ts';
import { deepFreeze } from './matchers.ts';

/** Two files' ids. */
export const CAT = 'cat-cat-cat-cat1';
export const DOG = 'dog-dog-dog-dog1';

const authorId = (by: Person, own: string): string => (by.type === 'CLIENT' ? `c/${own}` : `a/${by.agentId}/${own}`);

/** The customer, or an agent by id, as an author. */
const authorOf = (who: typeof CUSTOMER | string): Person =>
  typeof who === 'string' ? { type: 'AGENT', agentId: who } : who;

type UploadedData = Partial<Omit<Extract<ChatEvent, { type: 'file-uploaded' }>, 'type' | 'index' | 'at' | 'v'>>;

/** A file of the customer, or of an agent: a picture of 1,000 bytes that counts as activity, unless said. */
export const uploaded =
  (who: typeof CUSTOMER | string, file: string, atMs: number, extra: UploadedData = {}): Unplaced =>
  (index) => {
    const { visibility = 'ALL' } = extra;
    return {
      v: 4,
      index,
      at: atMs,
      type: 'file-uploaded',
      id: authorId(authorOf(who), `file.${file}`),
      actor: typeof who === 'string' ? agent(who) : who,
      visibility,
      file,
      name: 'cat.png',
      sizeBytes: 1_000,
      contentType: 'image/png',
      ...(visibility === 'ALL' ? { counts: true } : {}),
      ...extra,
    };
  };

type DeletedData = Partial<Omit<Extract<ChatEvent, { type: 'file-deleted' }>, 'type' | 'index' | 'at' | 'v'>>;

export const fileDeleted =
  (who: typeof CUSTOMER | string, file: string, atMs: number, extra: DeletedData = {}): Unplaced =>
  (index) => {
    const { visibility = 'ALL' } = extra;
    return {
      v: 4,
      index,
      at: atMs,
      type: 'file-deleted',
      id: authorId(authorOf(who), `gone.${file}`),
      actor: typeof who === 'string' ? agent(who) : who,
      visibility,
      file,
      ...(visibility === 'ALL' ? { counts: true } : {}),
      ...extra,
    };
  };

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
    const decision = decideFile(state, deepFreeze(command), moment);
    return {
      then: (event) => expect(decision).toStrictEqual({ kind: 'accepted', event: event(events.length + 1) }),
      thenNothing: (index) =>
        expect(decision).toStrictEqual({ kind: 'nothing', ...(index === undefined ? {} : { index }) }),
      thenRejected: (code) => {
        expect(decision).toMatchObject({ kind: 'rejected', code });
        expect(decision).toHaveProperty('detail', expect.stringMatching(/^unable to .+; .+/));
      },
    };
  },
});
