import type { ChatId, FileId } from '../../domain/events.ts';

/** Where the bytes of an upload arrive: the store removes them after a day, whatever became of them. */
export const pendingKey = (chatId: ChatId, file: FileId): string => `pending/${chatId}/${file}`;

/** Where a file lies that is part of a chat. Neither key has anything of a file's name (FILE-5). */
export const keptKey = (chatId: ChatId, file: FileId): string => `kept/${chatId}/${file}`;
