import { describe, expect, it } from 'vitest';
import { AGENTS_MAX } from '../../shared/domain/limits.ts';
import {
  agent,
  alerted,
  ANN,
  at,
  BOB,
  closed,
  HOUR,
  join,
  joined,
  leave,
  left,
  lose,
  opened,
  SEC,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';

const DAY_AND_A_BIT = 86_550_000;

describe('joining', () => {
  it('[AGENT-1] puts the agent into the chat, visible to all', () => {
    given(opened())
      .when(join(ANN), at(5 * SEC))
      .then(joined(ANN, 5 * SEC));
    expect(sessionOf(opened(), joined(ANN, 5 * SEC)).agents).toEqual([
      { agentId: ANN, nickname: 'Ann', epoch: 1, joinedAt: 5_000 },
    ]);
  });

  it('[AGENT-2] changes nothing for an agent who is in the chat already', () => {
    given(opened(), joined(ANN, 5 * SEC))
      .when(join(ANN, { id: `a/${ANN}/join.0002` }), at(6 * SEC))
      .thenNothing();
    given(opened(), joined(ANN, 5 * SEC, { epoch: 3 }))
      .when(join(ANN, { id: `a/${ANN}/join.0002`, epoch: 2 }), at(6 * SEC))
      .thenNothing();
  });

  it('[AGENT-10] refuses the seventeenth agent', () => {
    const sixteen = Array.from({ length: AGENTS_MAX }, (_, place) => joined(`agent-${place}`, place * SEC));
    given(opened(), ...sixteen)
      .when(join(ANN), at(HOUR))
      .thenRejected('too-many-agents');
    given(opened(), ...sixteen.slice(1))
      .when(join(ANN), at(HOUR))
      .then(joined(ANN, HOUR));
  });

  it('[AGENT-4] takes a member’s newer desk epoch as bookkeeping: shown to nobody, no activity', () => {
    const rejoin = { id: `a/${ANN}/join.0002`, epoch: 2 };
    const chat = [opened(), joined(ANN, 5 * SEC), alerted(DAY_AND_A_BIT)];
    given(...chat)
      .when(join(ANN, rejoin), at(DAY_AND_A_BIT + SEC))
      .then(joined(ANN, DAY_AND_A_BIT + SEC, { ...rejoin, visibility: 'NONE' }));
    const state = sessionOf(...chat, joined(ANN, DAY_AND_A_BIT + SEC, { ...rejoin, visibility: 'NONE' }));
    expect(state.agents).toEqual([{ agentId: ANN, nickname: 'Ann', epoch: 2, joinedAt: 5_000 }]);
    expect(state.idle.alertedAt).toBe(DAY_AND_A_BIT);
  });

  it('[AGENT-10, AGENT-4] takes the newer epoch of one of sixteen', () => {
    const sixteen = Array.from({ length: AGENTS_MAX }, (_, place) => joined(`agent-${place}`, place * SEC));
    const rejoin = { id: 'a/agent-3/join.0002', epoch: 2 };
    given(opened(), ...sixteen)
      .when(join('agent-3', rejoin), at(HOUR))
      .then(joined('agent-3', HOUR, { ...rejoin, visibility: 'NONE' }));
  });

  it('[AGENT-4] leaves everybody in their place when one of several brings a newer epoch', () => {
    const chat = [opened(), joined(ANN, 1 * SEC), joined(BOB, 2 * SEC)];
    expect(sessionOf(...chat, joined(ANN, 9 * SEC, { epoch: 2, visibility: 'NONE' })).agents).toEqual([
      { agentId: ANN, nickname: 'Ann', epoch: 2, joinedAt: 1_000 },
      { agentId: BOB, nickname: 'Bob', epoch: 1, joinedAt: 2_000 },
    ]);
  });

  it('[CLOSE-3] refuses to let an agent into a closed chat', () => {
    given(opened(), closed(HOUR))
      .when(join(ANN), at(2 * HOUR))
      .thenRejected('chat-closed');
  });
});

describe('leaving', () => {
  it('[AGENT-8] takes the agent out of the chat, visible to all, with the cause', () => {
    given(opened(), joined(ANN, 5 * SEC))
      .when(leave(ANN), at(9 * SEC))
      .then(left(ANN, 9 * SEC));
    given(opened(), joined(ANN, 5 * SEC))
      .when(leave(ANN, { cause: 'hold' }), at(9 * SEC))
      .then(left(ANN, 9 * SEC, { cause: 'hold' }));
    expect(sessionOf(opened(), joined(ANN, 1), joined(BOB, 2), left(ANN, 3)).agents).toEqual([
      { agentId: BOB, nickname: 'Bob', epoch: 1, joinedAt: 2 },
    ]);
  });

  it('[ROLE-1] refuses an agent who is not in the chat', () => {
    given(opened(), joined(ANN, 5 * SEC))
      .when(leave(BOB), at(9 * SEC))
      .thenRejected('not-in-chat');
  });

  it('[CLOSE-3] refuses to leave a closed chat', () => {
    given(opened(), joined(ANN, 5 * SEC), closed(HOUR))
      .when(leave(ANN), at(2 * HOUR))
      .thenRejected('chat-closed');
  });
});

describe('losing an agent', () => {
  it('[AGENT-5] removes a membership of the lost epoch, as the system', () => {
    given(opened(), joined(ANN, 5 * SEC))
      .when(lose(ANN), at(90 * SEC))
      .then(left(ANN, 90 * SEC, { cause: 'lost' }));
    expect(left(ANN, 0, { cause: 'lost' })(3)).toMatchObject({
      actor: { type: 'SYSTEM' },
      nickname: agent(ANN).nickname,
    });
  });

  it('[AGENT-5] removes a membership of an older epoch', () => {
    given(opened(), joined(ANN, 5 * SEC))
      .when(lose(ANN, 4), at(90 * SEC))
      .then(left(ANN, 90 * SEC, { cause: 'lost', id: `s/lost/${ANN}/4` }));
  });

  it('[AGENT-5] leaves a membership of a newer epoch alone, however often it is repeated', () => {
    given(opened(), joined(ANN, 5 * SEC, { epoch: 2 }))
      .when(lose(ANN, 1), at(90 * SEC))
      .thenNothing();
  });

  it('[AGENT-5] takes the right one of several, under the nickname they joined with', () => {
    given(opened(), joined(ANN, 5 * SEC), joined(BOB, 6 * SEC))
      .when(lose(BOB), at(90 * SEC))
      .then(left(BOB, 90 * SEC, { cause: 'lost' }));
    given(opened(), joined(ANN, 5 * SEC), joined(BOB, 6 * SEC))
      .when(leave(BOB), at(90 * SEC))
      .then(left(BOB, 90 * SEC));
  });

  it('[AGENT-7] changes nothing for an agent who is not in the chat, or once it is closed', () => {
    given(opened())
      .when(lose(ANN), at(90 * SEC))
      .thenNothing();
    given(opened(), joined(ANN, 5 * SEC), left(ANN, 90 * SEC, { cause: 'lost' }))
      .when(lose(ANN), at(HOUR))
      .thenNothing();
    given(opened(), joined(ANN, 5 * SEC), closed(HOUR))
      .when(lose(ANN), at(2 * HOUR))
      .thenNothing();
  });
});
