import type { KeptFiles, Uploads } from '../../app/ports-of-files.ts';
import type { ChatId, FileId } from '../../domain/events.ts';

/** What becomes of a file in the end: it goes in a week, it stays, or it goes as a closed chat does. */
export type MemoryFate = 'new' | 'kept' | 'closed';

/** What a form allows, and what came with it. */
interface Form {
  readonly place: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly note: string;
}

/** The store, and what a browser does with it. */
export interface MemoryFiles {
  readonly uploads: Uploads;
  readonly keptFiles: KeptFiles;
  /** Sends a file with a form, as a browser does. False when the form does not allow it. */
  send(fields: Readonly<Record<string, string>>, bytes: Uint8Array): boolean;
  /** The bytes at an address that was given, as a browser gets them. */
  fetch(url: string): Uint8Array | undefined;
  fateOf(chatId: ChatId, file: FileId): MemoryFate | undefined;
}

interface Sent extends Form {
  readonly bytes: Uint8Array;
  readonly version: string;
}

/** Plays the store of files; nothing goes by its age here, and no address ends. */
export const memoryFiles = (): MemoryFiles => {
  const pending = new Map<string, Sent>();
  const kept = new Map<string, { readonly sent: Sent; fate: MemoryFate }>();
  let versions = 0;
  const placeOf = (chatId: ChatId, file: FileId): string => `${chatId}/${file}`;

  const uploads: Uploads = {
    form: async (chatId, file, wish) => {
      const form: Form = { place: placeOf(chatId, file), ...wish };
      return { url: 'memory:', fields: { form: JSON.stringify(form) } };
    },
    look: async (chatId, file, beginningBytes) => {
      const sent = pending.get(placeOf(chatId, file));
      if (sent === undefined) return undefined;
      const { bytes, contentType, version, note } = sent;
      const beginning = Buffer.from(bytes.subarray(0, beginningBytes)).toString('hex');
      return { sizeBytes: bytes.length, contentType, version, note, beginning };
    },
    keep: async (chatId, file, version) => {
      const place = placeOf(chatId, file);
      if (kept.has(place)) return true;
      const sent = pending.get(place);
      if (sent?.version !== version) return false;
      kept.set(place, { sent, fate: 'new' });
      return true;
    },
    address: async (chatId, file) => `memory:${placeOf(chatId, file)}`,
  };

  const become = (chatId: ChatId, file: FileId, fate: MemoryFate): boolean => {
    const found = kept.get(placeOf(chatId, file));
    if (found !== undefined) found.fate = fate;
    return found !== undefined;
  };

  return {
    uploads,
    keptFiles: {
      keep: async (chatId, file) => become(chatId, file, 'kept'),
      expire: async (chatId, file) => become(chatId, file, 'closed'),
      remove: async (chatId, file) => {
        pending.delete(placeOf(chatId, file));
        kept.delete(placeOf(chatId, file));
      },
    },
    send: (fields, bytes) => {
      const form = JSON.parse(fields['form'] ?? '') as Form;
      if (bytes.length !== form.sizeBytes) return false;
      versions += 1;
      pending.set(form.place, { ...form, bytes, version: `"${versions}"` });
      return true;
    },
    fetch: (url) => kept.get(url.replace(/^memory:/, ''))?.sent.bytes,
    fateOf: (chatId, file) => kept.get(placeOf(chatId, file))?.fate,
  };
};
