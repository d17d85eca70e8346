import type { ConnectCustomer, DisconnectCustomer } from '../commands.ts';
import type { EpochMs } from '../events.ts';
import { LEASE_MS, SLIP_MS } from '../limits.ts';
import type { Session, Socket } from '../session.ts';
import { complete, NOTHING, type Decision, type Moment } from './draft.ts';

/** The customer's sockets that may still be alive: a lease that is over counts as gone, said or not (PRES-2). */
export const livingSockets = (state: Session, now: EpochMs): readonly Socket[] =>
  state.customer.sockets.filter((socket) => socket.since + LEASE_MS + SLIP_MS > now);

/** The position that a client names, as far as it can be true: nobody has seen what is not there (MSG-3). */
export const seenIn = (state: Session, seen: number): number => Math.min(seen, state.index);

/** A socket said hello: listed once, visible to agents when it is the first (PRES-1). */
export const decideConnect = (state: Session, command: ConnectCustomer, moment: Moment): Decision => {
  if (state.phase === 'closed') return NOTHING;
  const living = livingSockets(state, moment.now);
  if (living.some((socket) => socket.id === command.connectionId)) return NOTHING;
  const { id, connectionId, seen } = command;
  const visibility = state.customer.removed ? 'ALL' : living.length === 0 ? 'INT' : 'NONE';
  const draft = {
    type: 'customer-connected',
    id,
    actor: { type: 'CLIENT' },
    visibility,
    connectionId,
    seen: seenIn(state, seen),
  } as const;
  return { kind: 'accepted', event: complete(state, draft, moment) };
};

/** Evidence that one listed socket is gone (PRES-6); it says nothing about another. */
export const decideDisconnect = (state: Session, command: DisconnectCustomer, moment: Moment): Decision => {
  if (state.phase === 'closed') return NOTHING;
  const { id, connectionId, cause } = command;
  if (!state.customer.sockets.some((socket) => socket.id === connectionId)) return NOTHING;
  const others = livingSockets(state, moment.now).filter((socket) => socket.id !== connectionId);
  const draft = {
    type: 'customer-disconnected',
    id,
    actor: { type: 'SYSTEM' },
    visibility: others.length === 0 ? 'INT' : 'NONE',
    connectionId,
    cause,
  } as const;
  return { kind: 'accepted', event: complete(state, draft, moment) };
};
