import { describe, expect, it } from 'vitest';
import { actorOf } from '../../shared/domain/decide/post.ts';
import {
  agentPost,
  agentPosted,
  ANN,
  at,
  BOB,
  closed,
  connected,
  CUSTOMER,
  customerPosted,
  HOUR,
  joined,
  MIN,
  opened,
  OPTIONS,
  post,
  removed,
  SEC,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';

/** Covers the lease of a socket that said hello in the first minute. */
const leaseArm = { number: 2, at: 7_860_000 };

describe('posting a message', () => {
  it('[MSG-1, LOG-1] accepts the customer’s message as the next event, visible to all', () => {
    given(opened())
      .when(post('m-000001', { text: 'Where is it?', messageType: 'text' }), at(5 * SEC))
      .then((index) => ({
        v: 1,
        index,
        at: 5_000,
        id: 'c/m-000001',
        actor: CUSTOMER,
        visibility: 'ALL',
        type: 'message-posted',
        text: 'Where is it?',
        messageType: 'text',
      }));
  });

  it('[MSG-1] accepts a message of an agent in the chat, under the nickname they joined with', () => {
    given(opened(), joined(ANN, 1 * SEC))
      .when(agentPost(ANN, 'm-000001'), at(5 * SEC))
      .then(agentPosted(ANN, 'm-000001', 5 * SEC));
  });

  it('[MSG-2] lets an agent write for agents only', () => {
    given(opened(), joined(ANN, 1 * SEC))
      .when(agentPost(ANN, 'm-000001', { visibility: 'INT' }), at(5 * SEC))
      .then(agentPosted(ANN, 'm-000001', 5 * SEC, { visibility: 'INT' }));
  });

  it('[MSG-2] refuses a customer’s message for agents only', () => {
    given(opened())
      .when(post('m-000001', { visibility: 'INT' }), at(5 * SEC))
      .thenRejected('not-allowed');
  });

  it('[ROLE-1] refuses an agent who is not in the chat', () => {
    given(opened(), joined(ANN, 1 * SEC))
      .when(agentPost(BOB, 'm-000001'), at(5 * SEC))
      .thenRejected('not-in-chat');
  });

  it('[CLOSE-3] refuses everybody once the chat is closed, agents included', () => {
    const chat = given(opened(), joined(ANN, 1 * SEC), closed(HOUR, { cause: 'agent' }));
    chat.when(post('m-000001'), at(2 * HOUR)).thenRejected('chat-closed');
    chat.when(agentPost(ANN, 'm-000001'), at(2 * HOUR)).thenRejected('chat-closed');
  });

  it('[LOG-4] never lets time run backwards: an older command takes the time of the event before it', () => {
    given(opened(), customerPosted('m-000001', 20 * SEC))
      .when(post('m-000002'), at(15 * SEC))
      .then(customerPosted('m-000002', 20 * SEC, { restAt: 21 * SEC }));
  });

  it('[MSG-3] records how far the customer has caught up, when that is news', () => {
    const chat = given(opened(), customerPosted('m-000001', 1 * SEC), customerPosted('m-000002', 2 * SEC, { seen: 2 }));
    chat.when(post('m-000003', { seen: 3 }), at(3 * SEC)).then(customerPosted('m-000003', 3 * SEC, { seen: 3 }));
    chat.when(post('m-000003', { seen: 2 }), at(3 * SEC)).then(customerPosted('m-000003', 3 * SEC));
  });

  it('[MSG-3] believes nobody who has seen what is not there yet', () => {
    given(opened())
      .when(post('m-000001', { seen: Number.MAX_SAFE_INTEGER }), at(1 * SEC))
      .then(customerPosted('m-000001', 1 * SEC, { seen: 1 }));
  });

  it('[MSG-3] keeps the highest position, and none of an agent', () => {
    expect(sessionOf(opened(), customerPosted('m-000001', 1, { seen: 1 })).customer.seen).toBe(1);
    given(opened(), joined(ANN, 1 * SEC))
      .when(agentPost(ANN, 'm-000001', { seen: 2 }), at(5 * SEC))
      .then(agentPosted(ANN, 'm-000001', 5 * SEC));
  });

  it('[PRES-7] lists a socket of the customer that the state does not know', () => {
    given(opened())
      .when(post('m-000001', { by: { ...CUSTOMER, connectionId: 'S1' } }), at(30 * SEC))
      .then(customerPosted('m-000001', 30 * SEC, { socket: 'S1', arm: { number: 2, at: 7_860_000 } }));
    given(opened(), connected('S1', 1 * SEC, { arm: leaseArm }))
      .when(post('m-000001', { by: { ...CUSTOMER, connectionId: 'S1' } }), at(30 * SEC))
      .then(customerPosted('m-000001', 30 * SEC));
  });

  it('[PRES-7] lists a second socket beside the one that is listed', () => {
    given(opened(), connected('S1', 1 * SEC, { arm: leaseArm }))
      .when(post('m-000001', { by: { ...CUSTOMER, connectionId: 'S2' } }), at(30 * SEC))
      .then(customerPosted('m-000001', 30 * SEC, { socket: 'S2' }));
  });

  it('[PRES-7] never lists the socket of an agent', () => {
    const by = { type: 'AGENT', agentId: ANN, connectionId: 'S9' } as const;
    given(opened(), joined(ANN, 1 * SEC))
      .when(agentPost(ANN, 'm-000001', { by }), at(5 * SEC))
      .then(agentPosted(ANN, 'm-000001', 5 * SEC));
  });

  it('[PRES-2, PRES-7] lists a socket again whose lease is over', () => {
    const late = 132 * MIN;
    given(opened(), connected('S1', 0, { arm: leaseArm }), customerPosted('m-000001', 130 * MIN))
      .when(post('m-000002', { by: { ...CUSTOMER, connectionId: 'S1' } }), at(late))
      .then(customerPosted('m-000002', late, { socket: 'S1', arm: { number: 3, at: 15_780_000 } }));
  });

  it('[MSG-1] writes under the nickname of the right one of several agents, and under none for a stranger', () => {
    given(opened(), joined(ANN, 1 * SEC), joined(BOB, 2 * SEC))
      .when(agentPost(BOB, 'm-000001'), at(5 * SEC))
      .then(agentPosted(BOB, 'm-000001', 5 * SEC));
    expect(actorOf(sessionOf(opened()), { type: 'AGENT', agentId: ANN })).toEqual({
      type: 'AGENT',
      agentId: ANN,
      nickname: '',
    });
  });

  it('[PRES-7, PRES-9] starts the presence clock when a removed customer posts without a socket', () => {
    const state = sessionOf(opened(), removed(2 * HOUR), customerPosted('m-000001', 3 * HOUR));
    expect(state.customer).toEqual({
      nickname: 'Ada',
      push: true,
      sockets: [],
      seen: 0,
      absence: { since: 3 * HOUR },
      removed: false,
    });
  });

  it('[OPT-3] writes the periods into the event when the options have changed, and acts on them at once', () => {
    const options = { ...OPTIONS, idleAlertSec: 600 };
    given(opened())
      .when(post('m-000001'), at(MIN), options)
      .then(
        customerPosted('m-000001', MIN, {
          periods: { idleAlertSec: 600, idleCloseSec: 3_600, presenceSec: 86_400 },
          arm: { number: 2, at: 661_876 },
        }),
      );
  });

  it.each([
    [{ idleCloseSec: 600 }, { idleAlertSec: 86_400, idleCloseSec: 600, presenceSec: 86_400 }],
    [{ flexPushSec: 600_000 }, { idleAlertSec: 86_400, idleCloseSec: 3_600, presenceSec: 600_000 }],
  ])('[OPT-3] writes all periods into the event when one of them has changed: %o', (change, periods) => {
    given(opened(), connected('S1', 0, { arm: leaseArm }))
      .when(post('m-000001'), at(MIN), { ...OPTIONS, ...change })
      .then(customerPosted('m-000001', MIN, { periods }));
    expect(sessionOf(opened(), customerPosted('m-000001', MIN, { periods })).periods).toEqual(periods);
  });

  it('[OPT-3] writes no periods when another option has changed', () => {
    given(opened(), connected('S1', 0, { arm: leaseArm }))
      .when(post('m-000001'), at(MIN), { ...OPTIONS, flexDisconnectSec: 7, messageAlert: 'Soon.' })
      .then(customerPosted('m-000001', MIN));
  });
});
