import { describe, expect, it } from 'vitest';
import {
  agent,
  ANN,
  at,
  BOB,
  close,
  closed,
  connected,
  CUSTOMER,
  customerPosted,
  DEVICE,
  hello,
  HOUR,
  joined,
  lose,
  opened,
  SEC,
  socketGone,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';

describe('closing', () => {
  it('[CLOSE-1] lets the customer close, with the cause and no text', () => {
    given(opened())
      .when(close(), at(HOUR))
      .then(closed(HOUR, { id: 'c/close.01', actor: CUSTOMER, cause: 'customer', text: '' }));
  });

  it('[CLOSE-1] lets an agent in the chat close', () => {
    given(opened(), joined(ANN, 1 * SEC))
      .when(close({ type: 'AGENT', agentId: ANN }), at(HOUR))
      .then(closed(HOUR, { id: `a/${ANN}/close.01`, actor: agent(ANN), cause: 'agent', text: '' }));
  });

  it('[PUSH-4] says what its author had seen only of a customer to whom something is pushed, and only if that is news', () => {
    const farewell = { id: 'c/close.01', actor: CUSTOMER, cause: 'customer', text: '' } as const;
    const subscribed = [opened({ subscription: DEVICE }), joined(ANN, 1 * SEC)] as const;
    given(opened(), joined(ANN, 1 * SEC))
      .when(close(CUSTOMER, { seen: 2 }), at(HOUR))
      .then(closed(HOUR, farewell));
    given(...subscribed)
      .when(close(CUSTOMER, { seen: 2 }), at(HOUR))
      .then(closed(HOUR, { ...farewell, seen: 2 }));
    given(...subscribed, customerPosted('m-000001', 2 * SEC, { seen: 2 }))
      .when(close(CUSTOMER, { seen: 2 }), at(HOUR))
      .then(closed(HOUR, farewell));
    given(...subscribed)
      .when(close({ type: 'AGENT', agentId: ANN }, { seen: 2 }), at(HOUR))
      .then(closed(HOUR, { id: `a/${ANN}/close.01`, actor: agent(ANN), cause: 'agent', text: '' }));
  });

  it('[ROLE-1] refuses an agent who is not in the chat', () => {
    given(opened(), joined(ANN, 1 * SEC))
      .when(close({ type: 'AGENT', agentId: BOB }), at(HOUR))
      .thenRejected('not-in-chat');
  });

  it('[CLOSE-3] refuses to close twice', () => {
    given(opened(), closed(HOUR))
      .when(close(), at(2 * HOUR))
      .thenRejected('chat-closed');
  });

  it('[CLOSE-4] puts nothing into a closed chat for a hello, a lost socket, a lost agent or a wake-up', () => {
    const chat = given(opened(), connected('S1', 1), joined(ANN, 1 * SEC), closed(HOUR));
    chat.when(hello('S2'), at(2 * HOUR)).thenNothing();
    chat.when(socketGone('S1'), at(2 * HOUR)).thenNothing();
    chat.when(lose(ANN), at(2 * HOUR)).thenNothing();
    chat.when({ type: 'wake-up', id: 's/wake/1', number: 1 }, at(100 * HOUR)).thenNothing();
    chat.when({ type: 'check-stuck', id: 's/stuck/a' }, at(100 * HOUR)).thenNothing();
  });

  it('[CLOSE-2] is final and keeps who was there and the status', () => {
    const state = sessionOf(opened(), joined(ANN, 1 * SEC), closed(HOUR));
    expect(state).toMatchObject({ phase: 'closed', status: -1, agents: [{ agentId: ANN }] });
  });
});
