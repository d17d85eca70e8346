import * as v from 'valibot';
import { readEvent } from '../../shared/app/read-event.ts';
import { ChatIdField } from '../../shared/protocol/fields.ts';
import type { Line } from '../../shared/app/frames/frame-deps.ts';

/** The authorizer's context as API Gateway repeats it with every frame: every value a string. */
const Context = v.variant('role', [
  v.object({ role: v.literal('customer'), chatId: ChatIdField, expiresAtSec: v.pipe(v.string(), v.transform(Number)) }),
  v.object({
    role: v.literal('agent'),
    agentId: v.string(),
    nickname: v.string(),
    expiresAtSec: v.pipe(v.string(), v.transform(Number)),
  }),
]);

const SocketEventSchema = v.object({
  requestContext: v.object({
    routeKey: v.string(),
    eventType: v.picklist(['CONNECT', 'MESSAGE', 'DISCONNECT']),
    connectionId: v.string(),
    authorizer: Context,
  }),
  body: v.optional(v.nullable(v.string())),
});

/** One event of a socket: whose it is, what kind, and the frame's text. */
export interface SocketEvent {
  readonly kind: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  readonly line: Line;
  readonly body: string;
}

/** Reads API Gateway's event. @throws when it is not one: that is a mistake in the stack, not of a client. */
export const readSocketEvent = (event: unknown): SocketEvent => {
  const { requestContext, body } = readEvent(SocketEventSchema, event);
  const { connectionId, authorizer, eventType } = requestContext;
  return { kind: eventType, line: { connectionId, bearer: authorizer }, body: body ?? '' };
};
