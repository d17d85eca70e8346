import type { ChatId, FileId } from '../domain/events.ts';

/** An upload whose bytes have arrived. */
export interface Upload {
  readonly sizeBytes: number;
  readonly contentType: string;
  /** Names these bytes: others under the same key have another. */
  readonly version: string;
  /** The first bytes, in hexadecimal. */
  readonly beginning: string;
  /** What was given along when the upload was asked for. */
  readonly note: string;
}

/** Where the bytes of files come and go, past every function. What the log says of them is none of its business. */
export interface Uploads {
  /** What a browser sends the file with: the store takes this size and type, under this key, and nothing else. */
  form(
    chatId: ChatId,
    file: FileId,
    wish: { readonly sizeBytes: number; readonly contentType: string; readonly note: string },
    expiresInSec: number,
  ): Promise<{ readonly url: string; readonly fields: Readonly<Record<string, string>> }>;
  /** Undefined when nothing has arrived. */
  look(chatId: ChatId, file: FileId, beginningBytes: number): Promise<Upload | undefined>;
  /**
   * Puts the bytes of this version where no upload reaches them, for a week unless they are kept (`KeptFiles`). What was put there
   * before stays as it is, whatever was said of it since: a repeat that comes late changes nothing. False when nothing lies there and
   * the bytes of this version are gone.
   */
  keep(chatId: ChatId, file: FileId, version: string): Promise<boolean>;
  /** An address that gives a kept file to whoever has it, for so many seconds, and nothing once the file is gone. */
  address(
    chatId: ChatId,
    file: FileId,
    as: { readonly contentType: string; readonly disposition: string },
    expiresInSec: number,
  ): Promise<string>;
}

/** What the log decided about files. Each may be said again, and of files that are gone. */
export interface KeptFiles {
  /** The file stays until something else is said of it. False when there is none. */
  keep(chatId: ChatId, file: FileId): Promise<boolean>;
  /** The file stays for as long as a closed chat, from now. False when there is none. */
  expire(chatId: ChatId, file: FileId): Promise<boolean>;
  /** The file goes now, and with it what was uploaded under its id. */
  remove(chatId: ChatId, file: FileId): Promise<void>;
}
