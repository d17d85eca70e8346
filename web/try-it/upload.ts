/** Where the files of one chat are asked for, and with whose proof. */
export interface FilePlace {
  /** `/chats/{chatId}/files`, or the desk's. */
  readonly base: string;
  readonly bearer: string;
  /** The position up to which this page has read the chat. */
  readonly seen: () => number;
}

/** What a browser does for an upload. */
export interface UploadPorts {
  readonly ask: (url: string, body: object) => Promise<unknown>;
  /** Sends the form and tells which share of it has gone, from 0 to 1. Rejects with why the store refused it. */
  readonly send: (url: string, form: FormData, onProgress: (share: number) => void) => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
  /** Whether asking again in the same words is pointless. */
  readonly isFinal: (error: unknown) => boolean;
}

interface Offer {
  readonly fileId: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

const isOffer = (value: unknown): value is Offer =>
  typeof value === 'object' &&
  value !== null &&
  'fileId' in value &&
  typeof value.fileId === 'string' &&
  'url' in value &&
  typeof value.url === 'string' &&
  'fields' in value &&
  typeof value.fields === 'object';

const CONFIRM_TRIES = 4;
const PAUSE_MS = 1_000;

/** A confirmation may be repeated, so one without an answer is. */
const confirm = async ({ ask, pause, isFinal }: UploadPorts, url: string, seen: () => number): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await ask(url, { seen: seen() });
      return;
    } catch (error) {
      if (isFinal(error) || attempt === CONFIRM_TRIES) throw error;
      await pause(PAUSE_MS * attempt);
    }
  }
};

/** Uploads a file and makes it part of the chat. Rejects with the reason why not, in the server's words. */
export const uploadFile = async (
  ports: UploadPorts,
  { base, seen }: Pick<FilePlace, 'base' | 'seen'>,
  file: File,
  onProgress: (share: number) => void,
): Promise<void> => {
  const offer = await ports.ask(base, { name: file.name, sizeBytes: file.size });
  if (!isOffer(offer)) throw new TypeError('The server answered something else than a place for the file.');
  const form = new FormData();
  for (const [name, value] of Object.entries(offer.fields)) form.append(name, value);
  // The file comes last: what follows it is ignored.
  form.append('file', file);
  await ports.send(offer.url, form, onProgress);
  await confirm(ports, `${base}/${offer.fileId}/confirm`, seen);
};

const KIB = 1024;

/** A size for people, in the unit that makes it short. */
export const sizeOf = (bytes: number): string => {
  if (bytes < KIB) return `${bytes} B`;
  const unit = bytes < KIB * KIB ? ([KIB, 'KiB'] as const) : ([KIB * KIB, 'MiB'] as const);
  return `${(bytes / unit[0]).toFixed(1)} ${unit[1]}`;
};
