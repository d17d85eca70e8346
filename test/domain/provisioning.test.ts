import { describe, expect, it } from 'vitest';
import { hasPushSubscription, isAsync } from '../../shared/domain/provisioning.ts';

describe('provisioning', () => {
  it('[PROV-1] makes a chat asynchronous by GCTI_Chat_AsyncMode=true', () => {
    expect(isAsync({ GCTI_Chat_AsyncMode: 'true' })).toBe(true);
    expect(isAsync({ GCTI_Chat_AsyncMode: 'false' })).toBe(false);
    expect(isAsync({})).toBe(false);
  });

  const PAIR = { push_notification_deviceid: 'device-1', push_notification_type: 'customhttp' };
  const KEYS = {
    GCTI_Chat_PushSubscribe: 'true',
    GCTI_GMS_PushDeviceId: 'device-1',
    GCTI_GMS_PushDeviceType: 'customhttp',
  };
  const ALL_ON = { pushEnabled: true, pushOnJoin: true };

  it('[PROV-2] finds a push subscription in the pair of CometD keys, both given', () => {
    expect(hasPushSubscription(PAIR, ALL_ON)).toBe(true);
    expect(hasPushSubscription({ ...PAIR, push_notification_type: '' }, ALL_ON)).toBe(false);
    expect(hasPushSubscription({ push_notification_deviceid: 'device-1' }, ALL_ON)).toBe(false);
    expect(hasPushSubscription({ push_notification_type: 'customhttp' }, ALL_ON)).toBe(false);
    expect(hasPushSubscription({ ...PAIR, push_notification_deviceid: '' }, ALL_ON)).toBe(false);
    expect(hasPushSubscription({}, ALL_ON)).toBe(false);
  });

  it('[PROV-2] finds a push subscription in the REST keys, all three given', () => {
    expect(hasPushSubscription(KEYS, ALL_ON)).toBe(true);
    for (const missing of Object.keys(KEYS))
      expect(hasPushSubscription({ ...KEYS, [missing]: '' }, ALL_ON)).toBe(false);
  });

  it.each([
    [true, true, true],
    [false, true, false],
  ])('[PROV-3] flex-push-on-join %s: by the pair %s, by the REST keys %s', (pushOnJoin, byPair, byKeys) => {
    expect(hasPushSubscription(PAIR, { pushOnJoin })).toBe(byPair);
    expect(hasPushSubscription(KEYS, { pushOnJoin })).toBe(byKeys);
  });
});
