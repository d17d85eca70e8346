import type { ChatOptions } from './options.ts';
import type { PushSubscription } from './push-subscription.ts';

/** User data of a chat, as given at its opening. */
export type UserData = Readonly<Record<string, string>>;

const isGiven = (userData: UserData, key: string): boolean => (userData[key] ?? '') !== '';

/**
 * Whether the chat gets a push subscription: by the CometD pair `push_notification_deviceid` and `push_notification_type`,
 * or by the REST keys where the service takes those at the opening. Only then does `flex-push-timeout` replace
 * `flex-disconnect-timeout` (seed, "Provisioning"; PROV-2, PROV-3).
 */
export const hasPushSubscription = (userData: UserData, { pushOnJoin }: Pick<ChatOptions, 'pushOnJoin'>): boolean =>
  hasCometPair(userData) || (pushOnJoin && hasRestKeys(userData));

const hasCometPair = (userData: UserData): boolean =>
  isGiven(userData, 'push_notification_deviceid') && isGiven(userData, 'push_notification_type');

const hasRestKeys = (userData: UserData): boolean =>
  userData['GCTI_Chat_PushSubscribe'] === 'true' &&
  isGiven(userData, 'GCTI_GMS_PushDeviceId') &&
  isGiven(userData, 'GCTI_GMS_PushDeviceType');

/** Whether the chat is asynchronous: `GCTI_Chat_AsyncMode=true` (seed, "Provisioning"; PROV-1). */
export const isAsync = (userData: UserData): boolean => userData['GCTI_Chat_AsyncMode'] === 'true';

/** The longest that a device's id may be, in characters: registration tokens are shorter by far. */
export const DEVICE_ID_CHARS_MAX = 1024;

/** The longest that a kind of device, a provider or a language may be. */
export const PUSH_NAME_CHARS_MAX = 256;

/** One field of a subscription under its CometD name, or under its REST name. */
const given = (userData: UserData, ...names: readonly string[]): string | undefined =>
  names.map((name) => userData[name]).find((value) => value !== undefined && value !== '');

/**
 * Where to push to, as the opening's user data say; undefined when they name no device, or with more characters than are
 * kept in the state: then nothing is pushed (PUSH-8).
 */
export const subscriptionOf = (userData: UserData): PushSubscription | undefined => {
  const deviceId = given(userData, 'push_notification_deviceid', 'GCTI_GMS_PushDeviceId');
  const deviceType = given(userData, 'push_notification_type', 'GCTI_GMS_PushDeviceType');
  const provider = given(userData, 'push_notification_provider', 'GCTI_GMS_PushProvider');
  const language = given(userData, 'push_notification_language', 'GCTI_GMS_PushLanguage');
  if (deviceId === undefined || deviceType === undefined) return undefined;
  const isTooLong = (name: string | undefined): boolean => name !== undefined && name.length > PUSH_NAME_CHARS_MAX;
  if (deviceId.length > DEVICE_ID_CHARS_MAX || [deviceType, provider, language].some(isTooLong)) return undefined;
  return {
    deviceId,
    deviceType,
    ...(provider === undefined ? {} : { provider }),
    ...(language === undefined ? {} : { language }),
    ...(userData['GCTI_GMS_PushIncludePayload'] === 'true' ? { payload: true } : {}),
    ...(userData['GCTI_GMS_NotifyRequestor'] === 'true' ? { own: true } : {}),
    ...(userData['GCTI_GMS_PushResend'] === 'false' ? { once: true } : {}),
  };
};
