import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS } from '../../shared/domain/options.ts';
import { hasPushSubscription, isAsync } from '../../shared/domain/provisioning.ts';

describe('provisioning', () => {
  it('[PROV-1] makes a chat asynchronous by GCTI_Chat_AsyncMode=true', () => {
    expect(isAsync({ GCTI_Chat_AsyncMode: 'true' })).toBe(true);
    expect(isAsync({ GCTI_Chat_AsyncMode: 'false' })).toBe(false);
    expect(isAsync({})).toBe(false);
  });

  it('[PROV-2] finds a push subscription in the pair of CometD keys, both given', () => {
    const pair = { push_notification_deviceid: 'device-1', push_notification_type: 'customhttp' };
    expect(hasPushSubscription(pair)).toBe(true);
    expect(hasPushSubscription({ ...pair, push_notification_type: '' })).toBe(false);
    expect(hasPushSubscription({ push_notification_deviceid: 'device-1' })).toBe(false);
    expect(hasPushSubscription({})).toBe(false);
  });

  it('[PROV-2] finds a push subscription in the REST keys, all three given', () => {
    const keys = {
      GCTI_Chat_PushSubscribe: 'true',
      GCTI_GMS_PushDeviceId: 'device-1',
      GCTI_GMS_PushDeviceType: 'customhttp',
    };
    expect(hasPushSubscription(keys)).toBe(true);
    for (const missing of Object.keys(keys)) expect(hasPushSubscription({ ...keys, [missing]: '' })).toBe(false);
  });

  it('[OPT-1, LIM-1, LIM-2] has Genesys’ defaults, and rates of its own', () => {
    expect(DEFAULT_OPTIONS).toEqual({
      idleAlertSec: 86_400,
      idleCloseSec: 3_600,
      flexDisconnectSec: 45,
      flexPushSec: 86_400,
      messageAlert: 'Chat session will be closed soon due to inactivity of chat participants.',
      messageClose: 'Chat session closed due to inactivity of chat participants.',
      customerPerSec: 2,
      agentPerSec: 5,
    });
  });
});
