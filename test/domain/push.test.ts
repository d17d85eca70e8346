import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../shared/domain/effects.ts';
import { subscriptionOf } from '../../shared/domain/provisioning.ts';
import { decodeSession, encodeSession } from '../../shared/domain/session-codec.ts';
import {
  agentPosted,
  alerted,
  ANN,
  ASYNC,
  close,
  closed,
  connected,
  CUSTOMER,
  customerPosted,
  DEVICE,
  disconnected,
  DUE,
  HOUR,
  joined,
  MIN,
  open,
  opened,
  PUSH_PERIODS,
  FIRST_ARM,
  CHAT,
  removed,
  type Unplaced,
} from '../support/builders.ts';
import { given, logOf, sessionOf } from '../support/given-when-then.ts';

/** Up to where each event pushes; 0 when it does not. */
const pushesOf = (...events: readonly Unplaced[]): number[] =>
  logOf(...events).map((event, place) => {
    const before = place === 0 ? undefined : sessionOf(...events.slice(0, place));
    const effects = effectsOf(before, event, sessionOf(...events.slice(0, place + 1)));
    return effects.flatMap((effect) => (effect.kind === 'push' ? [effect.upTo] : []))[0] ?? 0;
  });

const subscribed = opened({ subscription: DEVICE });

describe('what is pushed', () => {
  it('[PUSH-2] is everything that others say and do while the customer has no socket, each by its own event', () => {
    expect(pushesOf(subscribed, joined(ANN, 1), agentPosted(ANN, 'm-1', 2))).toEqual([0, 2, 3]);
  });

  it('[PUSH-1] is, when the last socket goes, everything since the position that was seen', () => {
    const there = [subscribed, connected('S1', 0, { seen: 1 }), joined(ANN, 1), agentPosted(ANN, 'm-1', 2)];
    expect(pushesOf(...there, disconnected('S1', 3, { cause: 'gone' }))).toEqual([0, 0, 0, 0, 4]);
    expect(pushesOf(...there, connected('S2', 2), disconnected('S1', 3), disconnected('S2', 4))).toEqual([
      0, 0, 0, 0, 0, 0, 4,
    ]);
  });

  it('[PUSH-1] is nothing when the last socket goes of somebody who had seen it all', () => {
    const there = [subscribed, connected('S1', 0), joined(ANN, 1), customerPosted('m-1', 2, { seen: 3 })];
    expect(pushesOf(...there, disconnected('S1', 3))).toEqual([0, 0, 0, 0, 0]);
  });

  it('[PUSH-1] is due when a lease has been over for long, whichever event comes next', () => {
    const there = [subscribed, connected('S1', 0), joined(ANN, 1), agentPosted(ANN, 'm-1', 3 * HOUR)];
    expect(pushesOf(...there)).toEqual([0, 0, 0, 4]);
  });

  it('[PUSH-1] is not what was pushed before', () => {
    const away = [subscribed, joined(ANN, 1), connected('S1', 2, { seen: 0 })];
    expect(pushesOf(...away, disconnected('S1', 3))).toEqual([0, 2, 0, 0]);
  });

  it('[PUSH-2] is also the alert, the close and the removal, which leaves the subscription in force', () => {
    const away = [subscribed, alerted(DUE.alert), removed(2 * DUE.pushPresence)];
    expect(pushesOf(...away, closed(3 * DUE.pushPresence))).toEqual([0, 2, 3, 4]);
  });

  it('[PUSH-3] is not what agents write for each other, nor what is the customer’s own', () => {
    const away = [subscribed, joined(ANN, 1), agentPosted(ANN, 'm-1', 2, { visibility: 'INT' })];
    expect(pushesOf(...away, customerPosted('m-2', 3))).toEqual([0, 2, 0, 0]);
  });

  it('[PUSH-3] is the customer’s own as well if the opening asks to notify the requestor', () => {
    const away = [opened({ subscription: { ...DEVICE, own: true } }), customerPosted('m-1', 2)];
    expect(pushesOf(...away)).toEqual([1, 2]);
  });

  it('[PUSH-4] is, with the close, all that is not known to be seen, though there is a socket', () => {
    const there = [subscribed, connected('S1', 0), joined(ANN, 1), agentPosted(ANN, 'm-1', 2)];
    expect(pushesOf(...there, closed(3, { actor: { type: 'SYSTEM' } }))).toEqual([0, 0, 0, 0, 5]);
    expect(pushesOf(...there, closed(3, { actor: CUSTOMER, seen: 3 }))).toEqual([0, 0, 0, 0, 4]);
    expect(pushesOf(...there, closed(3, { actor: CUSTOMER, seen: 4 }))).toEqual([0, 0, 0, 0, 0]);
  });

  it('[PUSH-4] rests on the position that a customer who closes the chat names', () => {
    given(subscribed, connected('S1', 0), joined(ANN, 1))
      .when(close(CUSTOMER, { id: 'c/close.0001', seen: 9 }), MIN)
      .then(closed(MIN, { id: 'c/close.0001', actor: CUSTOMER, cause: 'customer', text: '', seen: 3 }));
  });

  it('[PUSH-8] is nothing without a subscription, whichever clock runs', () => {
    expect(pushesOf(opened(), joined(ANN, 1), closed(MIN))).toEqual([0, 0, 0]);
  });
});

describe('a push subscription', () => {
  it('[PUSH-8, SKEW-1] is written into the opening, and raises its version', () => {
    given()
      .when(open({ subscription: DEVICE }), 0)
      .then(() => ({
        v: 2,
        index: 1,
        at: 0,
        id: 's/open',
        actor: CUSTOMER,
        visibility: 'ALL',
        type: 'chat-opened',
        chatId: CHAT,
        service: 'default',
        nickname: 'Ada',
        push: true,
        userData: ASYNC,
        subscription: DEVICE,
        periods: PUSH_PERIODS,
        arm: FIRST_ARM,
      }));
  });

  it('[PUSH-8] is read from the keys of either protocol', () => {
    expect(subscriptionOf({ push_notification_deviceid: 'd', push_notification_type: 'fcm' })).toEqual({
      deviceId: 'd',
      deviceType: 'fcm',
    });
    expect(
      subscriptionOf({
        GCTI_GMS_PushDeviceId: 'd',
        GCTI_GMS_PushDeviceType: 'customhttp',
        GCTI_GMS_PushProvider: 'sms',
        GCTI_GMS_PushLanguage: 'de',
        GCTI_GMS_PushIncludePayload: 'true',
        GCTI_GMS_NotifyRequestor: 'true',
        GCTI_GMS_PushResend: 'false',
      }),
    ).toEqual({
      deviceId: 'd',
      deviceType: 'customhttp',
      provider: 'sms',
      language: 'de',
      payload: true,
      own: true,
      once: true,
    });
  });

  const PAIR = { push_notification_deviceid: 'd', push_notification_type: 'fcm' };

  it('[PUSH-8] has provider and language under the names of CometD too, and before those of REST', () => {
    const named = { ...PAIR, push_notification_provider: 'app', push_notification_language: 'fr' };
    const both = { ...named, GCTI_GMS_PushProvider: 'sms', GCTI_GMS_PushLanguage: 'de' };
    for (const userData of [named, both])
      expect(subscriptionOf(userData)).toEqual({ deviceId: 'd', deviceType: 'fcm', provider: 'app', language: 'fr' });
  });

  it('[PUSH-8] takes an empty field for none, and the other name’s instead', () => {
    const empty = { push_notification_deviceid: '', push_notification_type: '', push_notification_provider: '' };
    expect(subscriptionOf({ ...empty, GCTI_GMS_PushDeviceId: 'd', GCTI_GMS_PushDeviceType: 'ios' })).toEqual({
      deviceId: 'd',
      deviceType: 'ios',
    });
    expect(subscriptionOf(empty)).toBeUndefined();
  });

  it('[PUSH-8] has payload, own events and a single try only when they are asked for', () => {
    const others = {
      GCTI_GMS_PushIncludePayload: 'false',
      GCTI_GMS_NotifyRequestor: 'false',
      GCTI_GMS_PushResend: 'true',
    };
    expect(subscriptionOf({ ...PAIR, ...others })).toStrictEqual({ deviceId: 'd', deviceType: 'fcm' });
  });

  const LONGEST = {
    push_notification_deviceid: 'd'.repeat(1_024),
    push_notification_type: 't'.repeat(256),
    push_notification_provider: 'p'.repeat(256),
    push_notification_language: 'l'.repeat(256),
  };

  it('[PUSH-8] has an id of at most 1,024 characters, and names of at most 256', () => {
    expect(subscriptionOf(LONGEST)).toEqual({
      deviceId: LONGEST.push_notification_deviceid,
      deviceType: LONGEST.push_notification_type,
      provider: LONGEST.push_notification_provider,
      language: LONGEST.push_notification_language,
    });
  });

  it.each(Object.entries(LONGEST))('[PUSH-8] is none when %s is longer', (key, value) => {
    expect(subscriptionOf({ ...LONGEST, [key]: `${value}x` })).toBeUndefined();
  });

  it.each(Object.keys(PAIR))('[PUSH-8] is none without %s', (key) => {
    expect(subscriptionOf({ ...PAIR, [key]: '' })).toBeUndefined();
  });

  it('[PUSH-8, SKEW-2] is kept in the state as it is stored', () => {
    const state = sessionOf(subscribed, joined(ANN, 1));
    expect(state.customer).toMatchObject({ subscription: DEVICE, pushable: 2, pushedTo: 2 });
    expect(decodeSession(encodeSession(state))).toEqual(state);
  });
});
