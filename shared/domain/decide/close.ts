import type { CloseChat } from '../commands.ts';
import { endingOf } from '../reporting/ending.ts';
import { repeatOf } from '../repeats.ts';
import type { Session } from '../session.ts';
import { complete, type Decision, type Moment } from './draft.ts';
import { actorOf, refusalFor } from './post.ts';
import { seenIn } from './presence.ts';

const CAUSES = { CLIENT: 'customer', AGENT: 'agent', EXTERNAL: 'workflow' } as const;

/** Whoever is in the chat, or a workflow, may end it, once (CLOSE-1). */
export const decideClose = (state: Session, command: CloseChat, moment: Moment): Decision => {
  const repeat = repeatOf(state, command);
  if (repeat !== undefined) return repeat;
  const refusal = refusalFor(state, command.by);
  if (refusal !== undefined) return refusal;
  const cause = CAUSES[command.by.type];
  const actor = actorOf(state, command.by);
  const seen = seenIn(state, command.seen);
  // After the close nothing says any more what its author had seen; what they had not is pushed (PUSH-4).
  const isNewer =
    command.by.type === 'CLIENT' && state.customer.subscription !== undefined && seen > state.customer.seen;
  const draft = {
    type: 'chat-closed',
    id: command.id,
    actor,
    visibility: 'ALL',
    cause,
    text: '',
    ...endingOf(moment.options),
    ...(isNewer ? { seen } : {}),
  } as const;
  return { kind: 'accepted', event: complete(state, draft, moment) };
};
