import * as v from 'valibot';
import { ChatIdField } from '../protocol/fields.ts';
import { TICKET_SEC } from '../protocol/limits.ts';
import type { AgentId, ChatId, EpochMs } from '../domain/events.ts';
import type { KeyRing } from './ports.ts';

/** Who a socket belongs to, from its ticket: what the authorizer's context carries to every later frame. */
const Bearer = v.variant('role', [
  v.object({ role: v.literal('customer'), chatId: ChatIdField, expiresAtSec: v.number() }),
  v.object({
    role: v.literal('agent'),
    agentId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
    nickname: v.string(),
    expiresAtSec: v.number(),
  }),
]);
export type Bearer = v.InferOutput<typeof Bearer>;

const secureKeyText = (chatId: ChatId): string => `secure-key customer ${chatId}`;
const ticketText = (payload: string): string => `ticket ${payload}`;

/** A customer's key to one chat: a keyed hash, so that checking it reads nothing (AUTH-1). */
export const secureKeyFor = (keys: KeyRing, chatId: ChatId): Promise<string> => keys.sign(secureKeyText(chatId));

/** Whether `secureKey` opens the chat (AUTH-1). */
export const isSecureKey = (keys: KeyRing, chatId: ChatId, secureKey: string): Promise<boolean> =>
  keys.verify(secureKeyText(chatId), secureKey);

/** The ticket that opens a socket: good for a minute, because query strings are logged (AUTH-2). */
export const ticketFor = async (
  keys: KeyRing,
  bearer: { role: 'customer'; chatId: ChatId } | { role: 'agent'; agentId: AgentId; nickname: string },
  now: EpochMs,
): Promise<string> => {
  const claims = { ...bearer, expiresAtSec: Math.floor(now / 1000) + TICKET_SEC };
  const payload = encode(JSON.stringify(claims));
  return `${payload}.${await keys.sign(ticketText(payload))}`;
};

/** The bearer of a ticket, or undefined when it is forged, malformed or expired. */
export const bearerOf = async (keys: KeyRing, ticket: string, now: EpochMs): Promise<Bearer | undefined> => {
  const cut = ticket.indexOf('.');
  if (cut < 1) return undefined;
  const payload = ticket.slice(0, cut);
  if (!(await keys.verify(ticketText(payload), ticket.slice(cut + 1)))) return undefined;
  const bearer = v.safeParse(Bearer, decode(payload));
  return bearer.success && bearer.output.expiresAtSec * 1000 > now ? bearer.output : undefined;
};

const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

const decode = (payload: string): unknown => {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};
