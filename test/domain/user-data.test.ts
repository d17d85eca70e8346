import { describe, expect, it } from 'vitest';
import { USER_DATA_KEYS, userDataMistakes } from '../../shared/domain/user-data.ts';

const PAIR = { push_notification_deviceid: 'device-1', push_notification_type: 'fcm' };
const REST = { GCTI_Chat_PushSubscribe: 'true', GCTI_GMS_PushDeviceId: 'd', GCTI_GMS_PushDeviceType: 'customhttp' };

const YES_NO = { taken: ['true', 'false'], refused: ['', 'True', 'yes', '1', ' true'], words: 'true or false' };
const TYPE = {
  taken: ['comet', 'android', 'gcm', 'fcm', 'ios', 'httpcb', 'orscb', 'customhttp'],
  refused: ['', 'IOS', 'pigeon'],
  words: 'one of comet, android, gcm, fcm, ios, httpcb, orscb, customhttp',
};
const text = (max: number) => ({
  taken: ['x', 'x'.repeat(max)],
  refused: ['', 'x'.repeat(max + 1)],
  words: `a text of 1 to ${max} characters`,
});
const OURS = { taken: [], refused: ['1', ''], words: 'left out; only the server writes it' };

const EXPECTED: Readonly<
  Record<keyof typeof USER_DATA_KEYS, { taken: readonly string[]; refused: readonly string[]; words: string }>
> = {
  GCTI_Chat_AsyncMode: YES_NO,
  push_notification_deviceid: text(1024),
  push_notification_type: TYPE,
  push_notification_provider: text(256),
  push_notification_language: text(35),
  GCTI_Chat_PushSubscribe: YES_NO,
  GCTI_GMS_NodeGroup: text(256),
  GCTI_GMS_PushDeviceId: text(1024),
  GCTI_GMS_PushDeviceType: TYPE,
  GCTI_GMS_PushIncludePayload: YES_NO,
  GCTI_GMS_NotifyRequestor: YES_NO,
  GCTI_GMS_PushResend: YES_NO,
  GCTI_GMS_PushProvider: text(256),
  GCTI_GMS_PushDebug: YES_NO,
  GCTI_GMS_PushLanguage: text(35),
  TimeZone: {
    taken: ['-720', '-480', '0', '840'],
    refused: ['', '-721', '841', '1.5', '1e2', 'PST', ' 60'],
    words: 'a whole number of minutes from -720 to 840',
  },
  GCTI_Chat_AsyncStatus: OURS,
  GCTI_Chat_AsyncCheckAt: OURS,
};

/** Whatever else a key needs to stand. */
const WHOLE = { ...PAIR, ...REST };

const cases = Object.entries(EXPECTED).flatMap(([key, { taken, refused, words }]) => [
  ...taken.map((value) => ({ key, value, mistakes: [] })),
  ...refused.map((value) => ({
    key,
    value,
    mistakes: [`${key}: ${JSON.stringify(value.slice(0, 80))} must be ${words}`],
  })),
]);

describe('user data', () => {
  it('is tried for every key', () => {
    expect(Object.keys(EXPECTED)).toEqual(Object.keys(USER_DATA_KEYS));
  });

  it.each(cases)('[PROV-4] $key: $value', ({ key, value, mistakes }) => {
    expect(userDataMistakes({ ...WHOLE, [key]: value })).toEqual(mistakes);
  });

  it('[PROV-4] has every other key as it likes', () => {
    expect(userDataMistakes({ colour: 'red', GCTI_Chat_Other: '', constructor: 'x' })).toEqual([]);
    expect(userDataMistakes({})).toEqual([]);
  });

  it.each([
    [PAIR, 'push_notification_type', 'push_notification_deviceid'],
    [PAIR, 'push_notification_deviceid', 'push_notification_type'],
    [REST, 'GCTI_GMS_PushDeviceId', 'GCTI_Chat_PushSubscribe'],
    [REST, 'GCTI_GMS_PushDeviceType', 'GCTI_Chat_PushSubscribe'],
  ])('[PROV-5] of %j is half without %s', (whole, missing, key) => {
    const half = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== missing));
    expect(userDataMistakes(half)).toEqual([`${missing}: is missing, and ${key} needs it`]);
    expect(userDataMistakes(whole)).toEqual([]);
  });

  it('[PROV-5] subscribes to nothing with GCTI_Chat_PushSubscribe=false', () => {
    expect(userDataMistakes({ GCTI_Chat_PushSubscribe: 'false', GCTI_GMS_PushDeviceId: 'd' })).toEqual([]);
  });

  it('[PROV-4, PROV-5] is told of all its mistakes', () => {
    expect(userDataMistakes({ TimeZone: 'PST', GCTI_Chat_AsyncMode: 'on', push_notification_type: 'ios' })).toEqual([
      'TimeZone: "PST" must be a whole number of minutes from -720 to 840',
      'GCTI_Chat_AsyncMode: "on" must be true or false',
      'push_notification_deviceid: is missing, and push_notification_type needs it',
    ]);
  });
});
