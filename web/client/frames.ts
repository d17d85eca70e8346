import type { ClientFrame, ServerFrame } from '../../shared/protocol/index.ts';
import { isListOf, isLoose, isNumber, isText, parseJson, type Loose } from './shapes.ts';

/** A frame made by the gateway instead of the server: something that was sent came to nothing, and it does not say what. */
export interface GatewayFrame {
  readonly type: 'gateway';
}

/** A frame that carries a command, with the id that stays the same on every repeat. */
export type CommandFrame = Extract<ClientFrame, { id: string }>;

type WithoutSeen<T> = T extends unknown ? Omit<T, 'seen'> : never;

/** A command before it is sent: `seen` is filled in at each try. */
export type Command = WithoutSeen<CommandFrame>;

type WithoutPlace<T> = T extends unknown ? Omit<T, 'id' | 'chat'> : never;

/** What somebody wants to do in a chat. */
export type Wish = WithoutPlace<Command>;

/** A frame that is answered by one with the same `ref`. */
export type Question = Extract<ClientFrame, { op: 'hello' | 'catch-up' | 'ping' }>;

/** An event of a type not known here is an event all the same: it has a place in the order. */
const isEvent = (value: unknown): boolean =>
  isLoose(value) && isText(value['type']) && isNumber(value['index']) && isNumber(value['prev']);
const isPosition = (value: unknown): boolean => isLoose(value) && isText(value['chat']) && isNumber(value['position']);
const isPage = (value: unknown): boolean => isPosition(value) && isLoose(value) && isListOf(value['events'], isEvent);

const CHECKS: { readonly [T in ServerFrame['type']]: (frame: Loose) => boolean } = {
  ack: (frame) => isText(frame['ref']),
  error: (frame) => isText(frame['code']),
  'hello-ok': (frame) => isListOf(frame['chats'], isPage),
  page: isPage,
  pong: (frame) => isListOf(frame['behind'], isPosition),
  event: (frame) => isText(frame['chat']) && isEvent(frame['event']),
  typing: (frame) => isText(frame['chat']) && isLoose(frame['from']),
  read: (frame) => isText(frame['chat']),
  desks: (frame) => isNumber(frame['count']),
};

const isKnown = (type: unknown): type is ServerFrame['type'] => isText(type) && Object.hasOwn(CHECKS, type);
const isServerFrame = (value: unknown): value is ServerFrame =>
  isLoose(value) && isKnown(value['type']) && CHECKS[value['type']](value);

const isGatewayFrame = (value: unknown): boolean =>
  isLoose(value) && value['type'] === undefined && isText(value['message']) && isText(value['requestId']);

/** A frame as the library needs it; undefined for anything it does not know, which is then ignored. */
export const decodeFrame = (text: string): ServerFrame | GatewayFrame | undefined => {
  const value = parseJson(text);
  if (isServerFrame(value)) return value;
  return isGatewayFrame(value) ? { type: 'gateway' } : undefined;
};
