import type { FileId } from './events.ts';

/** Whose a file is, and whom it is for: the customer's, an agent's for everybody, an agent's for agents only. */
export type FileKind = 'C' | 'A' | 'I';

/** A file of the chat that nobody has deleted: the index of its event, its size in bytes, and its kind. */
export type ChatFile = readonly [index: number, sizeBytes: number, kind: FileKind];

/** The files of a chat. A chat that never had one has no byte of this (FILE-2). */
export interface ChatFiles {
  readonly live: Readonly<Record<FileId, ChatFile>>;
  /** What counts against the customer's limits: files, bytes in them, and downloads. */
  readonly used: readonly [files: number, bytes: number, downloads: number];
}
