import { utf8Bytes } from '../protocol/text-size.ts';
import { PAGE_BYTES_MAX } from '../protocol/limits.ts';
import type { From, Missed, WireEvent } from '../protocol/server-frames.ts';
import type { Actor, ChatEvent, ChatId } from '../domain/events.ts';
import { isAuthor, maySee, type Reader } from '../domain/readers.ts';

/** Whose eyes: the reader, and the customer's nickname, which events do not repeat. */
export interface Eyes {
  readonly reader: Reader;
  readonly customerNickname: string;
}

const agentFrom = (eyes: Eyes, agentId: string, nickname: string): From =>
  eyes.reader.type === 'CLIENT' ? { type: 'AGENT', nickname } : { type: 'AGENT', nickname, agentId };

const fromOf = (eyes: Eyes, actor: Actor): From => {
  switch (actor.type) {
    case 'CLIENT':
      return { type: 'CLIENT', nickname: eyes.customerNickname };
    case 'AGENT':
      return agentFrom(eyes, actor.agentId, actor.nickname);
    case 'EXTERNAL':
      return { type: 'EXTERNAL', ...(actor.nickname === undefined ? {} : { nickname: actor.nickname }) };
    case 'SYSTEM':
      return { type: 'SYSTEM' };
  }
};

/** The client's own part of a command id. */
const ownId = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** Said of what only agents see, to agents. */
const forAgents = ({ visibility }: ChatEvent): { visibility?: 'INT' } =>
  visibility === 'INT' ? { visibility: 'INT' } : {};

/** `event` as the reader sees it, or undefined when it is not for them (VIS-1). Only the author sees the command's id (CMD-4). */
export const toWire = (event: ChatEvent, prev: number, eyes: Eyes): WireEvent | undefined => {
  if (!maySee(eyes.reader, event.visibility)) return undefined;
  const id = isAuthor(eyes.reader, event) ? { id: ownId(event.id) } : {};
  const envelope = { index: event.index, prev, at: event.at, from: fromOf(eyes, event.actor), ...id };
  switch (event.type) {
    case 'chat-opened':
      return {
        ...envelope,
        type: event.type,
        ...(event.subject === undefined ? {} : { subject: event.subject }),
        ...(event.continues && { continues: event.continues.map(({ chatId, from }) => ({ chat: chatId, from })) }),
      };
    case 'message-posted':
      return {
        ...envelope,
        type: event.type,
        text: event.text,
        ...(event.messageType === undefined ? {} : { messageType: event.messageType }),
        ...forAgents(event),
      };
    case 'notice-sent':
      return {
        ...envelope,
        type: event.type,
        notice: event.notice,
        text: event.text,
        ...forAgents(event),
      };
    case 'user-data-updated':
      return { ...envelope, type: event.type, userData: { ...event.userData } };
    case 'file-uploaded': {
      const { type, file, name, sizeBytes, contentType } = event;
      return { ...envelope, type, fileId: file, name, sizeBytes, contentType, ...forAgents(event) };
    }
    case 'file-deleted':
      return { ...envelope, type: event.type, fileId: event.file, ...forAgents(event) };
    case 'agent-joined':
      return { ...envelope, type: event.type, agent: agentFrom(eyes, event.agentId, event.nickname) };
    case 'agent-left':
      return {
        ...envelope,
        type: event.type,
        agent: agentFrom(eyes, event.agentId, event.nickname),
        cause: event.cause,
        // The names of queues are the contact centre's own (TRF-3).
        ...(eyes.reader.type === 'CLIENT' ? {} : event.place),
      };
    case 'idle-alerted':
      return { ...envelope, type: event.type, text: event.text };
    case 'chat-closed':
      return { ...envelope, type: event.type, cause: event.cause, text: event.text };
    case 'customer-connected':
    case 'customer-disconnected':
    case 'customer-removed':
    case 'customer-restored':
      return { ...envelope, type: event.type };
    case 'presence-doubted':
    case 'presence-confirmed':
    case 'typing-noted':
    case 'file-fetched':
    case 'unseen-noted':
    case 'wake-up-moved':
      return undefined;
  }
};

/**
 * What a reader at position `after` missed among `events` (in order, none left out), as much as fits a frame. `readTo` is
 * the position that the events reach; `more` says that the log goes on behind them.
 */
export const missedOf = (
  chatId: ChatId,
  events: readonly ChatEvent[],
  range: { readonly after: number; readonly readTo: number; readonly more: boolean },
  eyes: Eyes,
  bytesMax: number = PAGE_BYTES_MAX,
): Missed => {
  const shown: WireEvent[] = [];
  let prev = range.after;
  let position = range.after;
  let bytes = 0;
  for (const event of events) {
    if (event.index <= range.after) continue;
    const wire = toWire(event, prev, eyes);
    if (wire !== undefined) {
      bytes += utf8Bytes(JSON.stringify(wire)) + 1;
      if (bytes > bytesMax && shown.length > 0) return { chat: chatId, events: shown, position, more: true };
      shown.push(wire);
      prev = event.index;
    }
    position = event.index;
  }
  return { chat: chatId, events: shown, position: Math.max(position, range.readTo), more: range.more };
};
