import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../shared/domain/events.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import {
  agentPosted,
  alerted,
  ANN,
  at,
  closed,
  connected,
  customerPosted,
  disconnected,
  doubted,
  DUE,
  FIRST_ARM,
  HOUR,
  joined,
  left,
  MIN,
  moved,
  opened,
  OPTIONS,
  removed,
  SEC,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';

const wakeUp = (number: number) => ({ type: 'wake-up', id: `s/wake/${number}`, number }) as const;

describe('the idle clock', () => {
  it('[IDLE-1] alerts everybody when async-idle-alert has passed without activity, agents or not', () => {
    given(opened())
      .when(wakeUp(1), at(DUE.alert))
      .then(alerted(DUE.alert, { fired: 1, arm: { number: 2, at: 86_667_543 } }));
    given(opened(), joined(ANN, 0))
      .when(wakeUp(1), at(DUE.alert))
      .then(alerted(DUE.alert, { fired: 1, arm: { number: 2, at: 86_667_543 } }));
  });

  it('[IDLE-1] does not alert a millisecond earlier', () => {
    given(opened(), removed(HOUR))
      .when(wakeUp(1), at(DUE.alert - 1))
      .then(moved(DUE.alert - 1, { fired: 1, arm: { number: 2, at: DUE.alert + SEC } }));
  });

  it('[IDLE-2] closes the chat, visible to all, when async-idle-close has passed since the alert', () => {
    const alertAt = DUE.alert + 5 * SEC;
    const chat = [opened(), removed(HOUR), alerted(alertAt, { fired: 1, arm: { number: 2, at: 90_180_000 } })];
    given(...chat)
      .when(wakeUp(2), at(alertAt + DUE.close))
      .then(closed(alertAt + DUE.close, { fired: 2 }));
    given(...chat)
      .when(wakeUp(2), at(alertAt + DUE.close - 1))
      .then(moved(alertAt + DUE.close - 1, { id: 's/wake/2', fired: 2, arm: { number: 3, at: 90_139_667 } }));
  });

  it('[IDLE-6] has no close deadline before the alert: a late alert is followed by a full async-idle-close', () => {
    const late = DUE.alert + 10 * HOUR;
    given(opened(), removed(HOUR))
      .when(wakeUp(1), at(late))
      .then(alerted(late, { fired: 1, arm: { number: 2, at: 126_180_000 } }));
    given(opened(), removed(HOUR), alerted(late, { fired: 1, arm: { number: 2, at: 126_180_000 } }))
      .when(wakeUp(2), at(late + DUE.close - SEC))
      .then(
        moved(late + DUE.close - SEC, { id: 's/wake/2', fired: 2, arm: { number: 3, at: late + DUE.close + SEC } }),
      );
  });

  it('[IDLE-7] writes the texts of message-alert and message-close into the events, empty ones too', () => {
    const options = { ...OPTIONS, messageAlert: '', messageClose: 'Bye.' };
    given(opened())
      .when(wakeUp(1), at(DUE.alert), options)
      .then(alerted(DUE.alert, { text: '', fired: 1, arm: { number: 2, at: 86_667_543 } }));
    given(opened(), removed(HOUR), alerted(DUE.alert))
      .when(wakeUp(2), at(DUE.alert + DUE.close), options)
      .then(closed(DUE.alert + DUE.close, { text: 'Bye.', fired: 2 }));
  });

  it.each([
    ['a message of the customer', customerPosted('m-000001', HOUR)],
    ['a message of an agent', agentPosted(ANN, 'm-000001', HOUR)],
    ['an agent who joins', joined(ANN, HOUR)],
    ['an agent who leaves', left(ANN, HOUR)],
    ['an agent who puts the chat on hold', left(ANN, HOUR, { cause: 'hold' })],
    ['an agent who is lost', left(ANN, HOUR, { cause: 'lost' })],
  ])('[IDLE-3] starts over with %s', (_what, event) => {
    expect(sessionOf(opened(), event).idle).toEqual({ since: HOUR });
    expect(sessionOf(opened(), alerted(30 * MIN), event).idle).toEqual({ since: HOUR });
  });

  it.each([
    ['a message for agents only', agentPosted(ANN, 'm-000001', HOUR, { visibility: 'INT' })],
    ['a message for monitors only', agentPosted(ANN, 'm-000001', HOUR, { visibility: 'VIP' })],
    ['a member’s new desk epoch', joined(ANN, HOUR, { visibility: 'NONE', epoch: 2 })],
    ['a socket of the customer', connected('S1', HOUR)],
    ['the customer’s return', connected('S1', HOUR, { visibility: 'ALL' })],
    ['the loss of a socket', disconnected('S1', HOUR)],
    ['a doubt about presence', doubted(HOUR)],
    ['the customer’s removal', removed(HOUR)],
    ['a moved wake-up', moved(HOUR)],
  ])('[IDLE-4] goes on with %s', (_what, event) => {
    expect(sessionOf(opened(), event).idle).toEqual({ since: 0 });
    expect(sessionOf(opened(), alerted(30 * MIN), event).idle).toEqual({
      since: 0,
      alertedAt: 30 * MIN,
      statusBefore: 1,
    });
  });

  it('[IDLE-5] cancels the close when there is activity after the alert', () => {
    const chat = [opened(), removed(HOUR), alerted(DUE.alert, { fired: 1, arm: { number: 2, at: 90_180_000 } })];
    given(...chat, customerPosted('m-000001', DUE.alert + 30 * MIN))
      .when(wakeUp(2), at(90_180_000))
      .then(moved(90_180_000, { id: 's/wake/2', fired: 2, arm: { number: 3, at: 174_900_000 } }));
  });

  it('[OPT-4] keeps the old period while nothing happens, and takes the new one with the next event', () => {
    const options = { ...OPTIONS, idleAlertSec: 172_800 };
    given(opened(), removed(HOUR))
      .when(wakeUp(1), at(DUE.alert), options)
      .then(
        alerted(DUE.alert, {
          fired: 1,
          periods: { idleAlertSec: 172_800, idleCloseSec: 3_600, presenceSec: 86_400 },
          arm: { number: 2, at: 90_180_000 },
        }),
      );
  });

  it('[LOG-3] cannot be folded from a log that begins with anything but an opening', () => {
    const first: ChatEvent = customerPosted('m-000001', 0)(1);
    expect(() => evolve(undefined, first)).toThrow('unable to fold message-posted; a log begins with chat-opened');
    expect(sessionOf(opened()).armings).toEqual([FIRST_ARM]);
  });

  it('[LOG-3, OPT-2] cannot be folded from an opening that names no periods', () => {
    const { periods: _left, ...first } = opened()(1);
    expect(() => evolve(undefined, first)).toThrow('unable to fold chat-opened; it names no periods');
  });

  it('[WAKE-9] begins to count wake-ups at 0 when the opening asks for none', () => {
    const { arm: _left, ...first } = opened()(1);
    expect(evolve(undefined, first)).toMatchObject({ armings: [], armed: 0 });
  });
});
