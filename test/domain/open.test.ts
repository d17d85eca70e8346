import { describe, expect, it } from 'vitest';
import {
  ASYNC,
  at,
  CHAT,
  customerPosted,
  FIRST_ARM,
  HOUR,
  open,
  opened,
  OPTIONS,
  post,
  SEC,
  DUE,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';

describe('opening a chat', () => {
  it('[OPEN-1, LOG-1] makes the first event, visible to all, with the data of the opener', () => {
    given()
      .when(open({ subject: 'Parcel', userData: { ...ASYNC, order: '7' } }), at(0))
      .then(opened({ subject: 'Parcel', userData: { ...ASYNC, order: '7' } }));
  });

  it('[OPEN-2] answers a repeated opening with index 1', () => {
    given(opened())
      .when(open(), at(5 * SEC))
      .thenNothing(1);
    given(opened(), customerPosted('m-000001', 1 * SEC))
      .when(open(), at(HOUR))
      .thenNothing(1);
  });

  it('[OPEN-3] starts with status 1, no agents, an absent customer and the idle clock running', () => {
    expect(sessionOf(opened())).toEqual({
      chatId: CHAT,
      service: 'default',
      phase: 'open',
      openedAt: 0,
      index: 1,
      at: 0,
      status: 1,
      statusAt: 0,
      periods: { idleAlertSec: 86_400, idleCloseSec: 3_600, presenceSec: 86_400 },
      idle: { since: 0 },
      customer: { nickname: 'Ada', push: true, sockets: [], seen: 0, absence: { since: 0 }, removed: false },
      agents: [],
      armings: [FIRST_ARM],
      armed: 1,
      accepted: [],
      forgotten: 0,
      last: { ALL: 1, INT: 1, VIP: 1 },
      rowIndex: 1,
    });
  });

  it('[OPT-1, OPT-2] takes the periods from the options: flex-push-timeout with a push subscription, else flex-disconnect-timeout', () => {
    const options = { ...OPTIONS, idleAlertSec: 7_200, idleCloseSec: 600, flexDisconnectSec: 30, flexPushSec: 3_600 };
    given()
      .when(open({ push: false }), at(0), options)
      .then(
        opened({
          push: false,
          periods: { idleAlertSec: 7_200, idleCloseSec: 600, presenceSec: 30 },
          arm: { number: 1, at: 31_092 },
        }),
      );
    given()
      .when(open(), at(0), options)
      .then(
        opened({
          periods: { idleAlertSec: 7_200, idleCloseSec: 600, presenceSec: 3_600 },
          arm: { number: 1, at: 3_660_000 },
        }),
      );
  });

  it('[PRES-1] is followed by the presence clock: the customer must say hello within two periods', () => {
    given()
      .when(open({ push: false }), at(0))
      .then(opened({ push: false, arm: { number: 1, at: DUE.flexPresence + SEC } }));
  });

  it('[OPEN-4] refuses every other command for a chat that was never opened', () => {
    given().when(post('m-000001'), at(0)).thenRejected('chat-not-found');
  });
});
