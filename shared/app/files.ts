import * as v from 'valibot';
import { decideFile, fileRefusal } from '../domain/decide/files.ts';
import type { Person, FileCommand } from '../domain/commands.ts';
import type { ChatEvent, ChatId, CommandId, EventOf, FileId } from '../domain/events.ts';
import { dispositionOf, safeFileName } from '../domain/file-names.ts';
import { fileOptionsOf, type FileOptions } from '../domain/file-options.ts';
import { BEGINNING_BYTES, contentTypeOf, looksLike } from '../domain/file-types.ts';
import { fileFor } from '../domain/files.ts';
import type { Reader } from '../domain/readers.ts';
import { reject, type Rejection } from '../domain/rejections.ts';
import { maskText } from '../domain/masking.ts';
import { repeatOf } from '../domain/repeats.ts';
import type { Session } from '../domain/session.ts';
import { DOWNLOAD_SEC, UPLOAD_SEC } from '../protocol/limits.ts';
import { commandIds } from './command-ids.ts';
import { deliver, deliverAgain, type DeliveryDeps } from './deliver.ts';
import { findCommand, READS_MAX } from './find-command.ts';
import { handleCommand, type Decider, type Outcome } from './handle-command.ts';
import { Fault, type IdSource } from './ports.ts';
import type { Uploads } from './ports-of-files.ts';

/** What adding, giving and deleting files needs. */
export interface FileDeps extends DeliveryDeps {
  readonly ids: IdSource;
  readonly uploads: Uploads;
}

/** What somebody wants to upload. */
export interface UploadWish {
  readonly name: string;
  readonly sizeBytes: number;
  readonly visibility?: 'ALL' | 'INT' | undefined;
}

/** Where to send the bytes, and until when. */
export interface UploadOffer {
  readonly kind: 'offered';
  readonly fileId: FileId;
  /** The name as everybody will see it. */
  readonly name: string;
  readonly contentType: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly expiresInSec: number;
}

/** Given along with an upload and read when its bytes have arrived: whoever asked is the one who may confirm. */
const Note = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    name: v.string(),
    by: v.string(),
    visibility: v.picklist(['ALL', 'INT']),
    /** The chat's last event when the place was offered: the confirmation comes after it. */
    after: v.number(),
  }),
);

const nobody = (): Rejection => reject('chat-not-found', 'unable to find the chat; its log is empty');
const nothingThere = (): Rejection =>
  reject('file-not-found', 'unable to find the file; nothing was uploaded under this id, or too long ago');

const nameOfAuthor = (by: Person): string => (by.type === 'AGENT' ? `a/${by.agentId}` : 'c');

const readState = async (deps: FileDeps, chatId: ChatId): Promise<Session | undefined> =>
  (await deps.log.load(chatId, 'strong'))?.state;

const optionsOf = async (deps: FileDeps, { service }: Session): Promise<FileOptions> =>
  fileOptionsOf((await deps.options.of(service)).set);

/** The name that everybody will see: safe, and masked before any of it is kept (FILE-5, MASK-1). */
const nameShown = async (deps: FileDeps, { service }: Session, given: string): Promise<string | undefined> => {
  const { masks, maskCharacter } = await deps.options.of(service);
  const masked = maskText(safeFileName(given), masks, maskCharacter);
  return masked === undefined ? undefined : safeFileName(masked);
};

/** Why somebody may not add files to the chat at all. */
const outsideOf = (state: Session, by: Person): Rejection | undefined => {
  if (state.phase === 'closed') return reject('chat-closed', 'unable to add a file; the chat is closed');
  if (by.type === 'CLIENT' || state.agents.some(({ agentId }) => agentId === by.agentId)) return undefined;
  return reject('not-in-chat', 'unable to add a file; join the chat first');
};

/**
 * Offers a place for the bytes of a file (FILE-4). Nothing is stored of it, and nothing is promised: what speaks against the file
 * already is said now, the decision falls when it is confirmed.
 */
export const offerUpload = async (
  deps: FileDeps,
  chatId: ChatId,
  by: Person,
  wish: UploadWish,
): Promise<UploadOffer | Rejection> => {
  const state = await readState(deps, chatId);
  if (state === undefined) return nobody();
  const name = await nameShown(deps, state, wish.name);
  if (name === undefined) return reject('too-long', 'unable to take the name; masking makes it too long');
  const { sizeBytes, visibility = 'ALL' } = wish;
  if (visibility === 'INT' && by.type === 'CLIENT') {
    return reject('not-allowed', 'unable to add a file for agents only; customers add files for everybody');
  }
  const refusal = outsideOf(state, by) ?? fileRefusal(state, { by, name, sizeBytes }, await optionsOf(deps, state));
  if (refusal !== undefined) return refusal;
  const fileId = deps.ids.newId();
  const contentType = contentTypeOf(name);
  const note = JSON.stringify({ name, by: nameOfAuthor(by), visibility, after: state.index } satisfies v.InferOutput<
    typeof Note
  >);
  const form = await deps.uploads.form(chatId, fileId, { sizeBytes, contentType, note }, UPLOAD_SEC);
  return { kind: 'offered', fileId, name, contentType, ...form, expiresInSec: UPLOAD_SEC };
};

/**
 * Makes an upload part of the chat (FILE-6): looks at what has arrived, puts it where no upload reaches it, and only then commits.
 * A repeat changes nothing. Bytes that are not what the name says are refused, and go within a day like all that is not confirmed.
 */
export const confirmUpload = async (
  deps: FileDeps,
  chatId: ChatId,
  by: Person,
  { file, seen }: { readonly file: FileId; readonly seen: number },
): Promise<Outcome> => {
  const id = commandIds.fileAdded(by, file);
  const state = await readState(deps, chatId);
  if (state === undefined) return nobody();
  const known = repeatOf(state, { id, seen });
  if (known?.kind === 'rejected') return known;
  if (known !== undefined) return repeated(deps, chatId, known.index);
  const shown = fileFor(state.files, file, by);
  if (shown !== undefined) return repeated(deps, chatId, shown[0]);
  const found = await arrived(deps, chatId, by, file);
  if (found.kind === 'rejected') return found;
  const { name, sizeBytes, visibility, after } = found;
  const past = await confirmedBefore(deps, state, id, after);
  if (past !== undefined) return typeof past === 'number' ? repeated(deps, chatId, past) : past;
  const refusal = outsideOf(state, by) ?? fileRefusal(state, found, await optionsOf(deps, state));
  if (refusal !== undefined) return refusal;
  if (!(await deps.uploads.keep(chatId, file, found.version))) {
    throw new Fault(`unable to keep a file of ${chatId}; it changed while it was looked at`, { retryable: true });
  }
  // No further than what was looked through: a confirmation that is accepted and forgotten meanwhile must not be passed over.
  return commitAndShow(deps, chatId, {
    type: 'add-file',
    id,
    seen: Math.min(seen, state.index),
    by,
    file,
    name,
    sizeBytes,
    visibility,
  });
};

/**
 * Where the file was confirmed before, when the chat has forgotten commands since the place was offered: a file that is deleted
 * stands in the log alone, and must not come back (FILE-6). When too much has happened since, nobody can tell whether it came and went.
 */
const confirmedBefore = async (
  deps: FileDeps,
  { chatId, forgotten }: Session,
  id: CommandId,
  after: number,
): Promise<number | Rejection | undefined> => {
  if (forgotten <= after) return undefined;
  const { index, more } = await findCommand(deps.log, chatId, id, { after, readsMax: READS_MAX });
  return index ?? (more ? nothingThere() : undefined);
};

interface Arrived extends v.InferOutput<typeof Note> {
  readonly kind: 'arrived';
  readonly sizeBytes: number;
  readonly version: string;
}

/** What has arrived under a file's id, if it is whole, of its type, and was asked for by whoever asks now. */
const arrived = async (
  deps: FileDeps,
  chatId: ChatId,
  by: Person,
  file: FileId,
): Promise<(Omit<Arrived, 'by'> & { readonly by: Person }) | Rejection> => {
  const upload = await deps.uploads.look(chatId, file, BEGINNING_BYTES);
  if (upload === undefined) return nothingThere();
  const note = v.safeParse(Note, upload.note);
  if (!note.success || note.output.by !== nameOfAuthor(by)) return nothingThere();
  const { name, visibility, after } = note.output;
  const { sizeBytes, version, contentType, beginning } = upload;
  if (contentType !== contentTypeOf(name) || !looksLike(name, beginning)) {
    return reject('bad-file-type', 'unable to add the file; its bytes are not what its ending says');
  }
  return { kind: 'arrived', name, visibility, after, sizeBytes, version, by };
};

/** Deletes a file from the chat; its bytes go with the effect of the event (FILE-8). */
export const deleteFile = (
  deps: FileDeps,
  chatId: ChatId,
  by: Person,
  { file, seen }: { readonly file: FileId; readonly seen: number },
): Promise<Outcome> =>
  commitAndShow(deps, chatId, { type: 'delete-file', id: commandIds.fileDeleted(by, file), seen, by, file });

/** A file, to be fetched at once. */
export interface FileOffer {
  readonly kind: 'offered';
  readonly url: string;
  readonly expiresInSec: number;
  readonly name: string;
  readonly sizeBytes: number;
  readonly contentType: string;
}

/** Gives whoever may see a file that came with event `from` or later an address of it that is good for a minute (FILE-7, FILE-12). */
export const offerDownload = async (
  deps: FileDeps,
  chatId: ChatId,
  by: Reader,
  file: FileId,
  from = 1,
): Promise<FileOffer | Rejection> => {
  const command = { type: 'fetch-file', id: commandIds.fileFetched(deps.ids.newId()), by, file } as const;
  const outcome = await handleCommand(deps, chatId, { command: deciderOf(command) });
  if (outcome.kind === 'rejected') return outcome;
  const state = outcome.kind === 'committed' ? outcome.after : outcome.state;
  const event = state === undefined ? undefined : await uploadOf(deps, state, by, file);
  if (event === undefined || event.index < from)
    return reject('file-not-found', 'unable to find the file; the chat has none of that id any more');
  const { name, sizeBytes, contentType } = event;
  const as = { contentType, disposition: dispositionOf(name) };
  const url = await deps.uploads.address(chatId, file, as, DOWNLOAD_SEC);
  return { kind: 'offered', url, expiresInSec: DOWNLOAD_SEC, name, sizeBytes, contentType };
};

/** The event that a file came with: the log alone knows its name. */
const uploadOf = async (
  deps: FileDeps,
  state: Session,
  reader: Reader,
  file: FileId,
): Promise<EventOf<'file-uploaded'> | undefined> => {
  const found = fileFor(state.files, file, reader);
  if (found === undefined) return undefined;
  const { events } = await deps.log.readAfter(state.chatId, found[0] - 1, 1, 'strong');
  return events.find((event: ChatEvent): event is EventOf<'file-uploaded'> => event.type === 'file-uploaded');
};

/** What the customer may still upload and download. */
export const fileLimits = async (
  deps: FileDeps,
  chatId: ChatId,
): Promise<{ options: FileOptions; used: readonly [number, number, number] } | Rejection> => {
  const state = await readState(deps, chatId);
  if (state === undefined) return nobody();
  return { options: await optionsOf(deps, state), used: state.files?.used ?? [0, 0, 0] };
};

const deciderOf = (command: FileCommand): Decider => ({
  decide: (state, now, options) =>
    decideFile(state, command, { now, options, fileOptions: fileOptionsOf(options.set) }),
});

const commitAndShow = async (deps: FileDeps, chatId: ChatId, command: FileCommand): Promise<Outcome> => {
  const outcome = await handleCommand(deps, chatId, { command: deciderOf(command) });
  if (outcome.kind === 'committed') await deliver(deps, outcome);
  if (outcome.kind === 'unchanged') await deliverAgain(deps, outcome, {});
  return outcome;
};

/** A repeat finds its event where it was accepted, and delivers it again (CMD-6). */
const repeated = async (deps: FileDeps, chatId: ChatId, index: number | undefined): Promise<Outcome> => {
  const loaded = await deps.log.load(chatId, 'strong');
  const outcome = {
    kind: 'unchanged',
    state: loaded?.state,
    tail: loaded?.tail ?? [],
    ...(index === undefined ? {} : { index }),
  } as const;
  await deliverAgain(deps, outcome, {});
  return outcome;
};
