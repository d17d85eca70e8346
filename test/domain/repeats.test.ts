import { describe, expect, it } from 'vitest';
import { ACCEPTED_MAX } from '../../shared/domain/limits.ts';
import type { Unplaced } from '../support/builders.ts';
import {
  agentPosted,
  ANN,
  at,
  BOB,
  close,
  closed,
  connected,
  CUSTOMER,
  customerPosted,
  HOUR,
  join,
  joined,
  leave,
  left,
  opened,
  post,
  SEC,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';

/** `count` messages of an agent, from the given index on. */
const chatter = (count: number): Unplaced[] =>
  Array.from({ length: count }, (_, place) => agentPosted(ANN, `n-${place}`, 10 * SEC + place));

describe('a repeated command', () => {
  it('[CMD-1] is answered with the index at which it was accepted, whatever happened since', () => {
    const chat = [opened(), joined(ANN, 1 * SEC), customerPosted('m-000001', 2 * SEC)];
    given(...chat)
      .when(post('m-000001'), at(3 * SEC))
      .thenNothing(3);
    given(...chat, ...chatter(5))
      .when(post('m-000001', { text: 'changed' }), at(HOUR))
      .thenNothing(3);
    given(...chat, left(ANN, HOUR), closed(2 * HOUR))
      .when(post('m-000001'), at(3 * HOUR))
      .thenNothing(3);
  });

  it('[CMD-1] may be a join, a leave or a close as well', () => {
    const chat = [
      opened(),
      joined(ANN, 1 * SEC),
      left(ANN, 2 * SEC),
      closed(3 * SEC, { id: 'c/close.01', actor: CUSTOMER }),
    ];
    given(...chat)
      .when(join(ANN), at(HOUR))
      .thenNothing(2);
    given(...chat)
      .when(leave(ANN), at(HOUR))
      .thenNothing(3);
    given(...chat)
      .when(close(), at(HOUR))
      .thenNothing(4);
  });

  it('[CMD-5] is not mistaken for another author’s command with the same id of their own', () => {
    given(opened(), joined(ANN, 1 * SEC), agentPosted(ANN, 'm-000001', 2 * SEC))
      .when(post('m-000001'), at(3 * SEC))
      .then(customerPosted('m-000001', 3 * SEC));
  });

  it('[CMD-3] is still known after 31 other commands, and forgotten after 32', () => {
    const chat = [opened(), joined(ANN, 1 * SEC), customerPosted('m-000001', 2 * SEC)];
    given(...chat, ...chatter(ACCEPTED_MAX - 1))
      .when(post('m-000001'), at(HOUR))
      .thenNothing(3);
    const state = sessionOf(...chat, ...chatter(ACCEPTED_MAX));
    expect(state.accepted).toHaveLength(32);
    expect(state.accepted[0]).toEqual({ id: `a/${ANN}/n-0`, index: 4 });
    expect(state.forgotten).toBe(3);
  });

  it('[CMD-3] loses nothing before there are 32 others', () => {
    const state = sessionOf(opened(), joined(ANN, 1 * SEC), ...chatter(ACCEPTED_MAX - 1));
    expect(state).toMatchObject({ forgotten: 0, accepted: { length: ACCEPTED_MAX, 0: { index: 2 } } });
    expect(sessionOf(opened(), joined(ANN, 1 * SEC), ...chatter(20))).toMatchObject({
      forgotten: 0,
      accepted: { length: 21 },
    });
  });

  it('[CMD-2] is refused when it may be one of the forgotten, until its client has caught up past them', () => {
    const chat = [opened(), joined(ANN, 1 * SEC), customerPosted('m-000001', 2 * SEC), ...chatter(ACCEPTED_MAX)];
    given(...chat)
      .when(post('m-000001', { seen: 2 }), at(HOUR))
      .thenRejected('catch-up-first');
    given(...chat)
      .when(post('m-000002', { seen: 2 }), at(HOUR))
      .thenRejected('catch-up-first');
    given(...chat)
      .when(post('m-000002', { seen: 3 }), at(HOUR))
      .then(customerPosted('m-000002', HOUR, { seen: 3 }));
    given(...chat)
      .when(join(BOB, { seen: 2 }), at(HOUR))
      .thenRejected('catch-up-first');
    given(...chat)
      .when(leave(ANN, { seen: 2 }), at(HOUR))
      .thenRejected('catch-up-first');
    given(...chat)
      .when(close(CUSTOMER, { seen: 2 }), at(HOUR))
      .thenRejected('catch-up-first');
  });

  it('[CMD-2] is refused before anything else is: a client that is behind learns first what happened', () => {
    const chat = [opened(), joined(ANN, 1 * SEC), ...chatter(ACCEPTED_MAX + 1), closed(HOUR)];
    given(...chat)
      .when(post('m-000009', { seen: 0 }), at(2 * HOUR))
      .thenRejected('catch-up-first');
    given(...chat)
      .when(post('m-000009', { seen: 40 }), at(2 * HOUR))
      .thenRejected('chat-closed');
  });

  it('[CMD-3] remembers what people did to the chat, not what functions and sockets did', () => {
    const state = sessionOf(
      opened(),
      connected('S1', 1 * SEC),
      joined(ANN, 2 * SEC),
      joined(BOB, 3 * SEC),
      left(ANN, 4 * SEC, { cause: 'lost' }),
      left(BOB, 5 * SEC),
      customerPosted('m-000001', 6 * SEC),
      closed(7 * SEC),
    );
    expect(state.accepted).toEqual([
      { id: `a/${ANN}/join.0001`, index: 3 },
      { id: `a/${BOB}/join.0001`, index: 4 },
      { id: `a/${BOB}/leave.01`, index: 6 },
      { id: 'c/m-000001', index: 7 },
    ]);
  });
});
