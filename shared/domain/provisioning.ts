import type { ChatOptions } from './options.ts';

/** User data of a chat, as given at its opening. */
export type UserData = Readonly<Record<string, string>>;

const isGiven = (userData: UserData, key: string): boolean => (userData[key] ?? '') !== '';

/**
 * Whether the chat gets a push subscription: by the CometD pair `push_notification_deviceid` and `push_notification_type`,
 * or by the REST keys where the service takes those at the opening. Only then does `flex-push-timeout` replace
 * `flex-disconnect-timeout` (seed, "Provisioning"; PROV-2, PROV-3).
 */
export const hasPushSubscription = (
  userData: UserData,
  { pushEnabled, pushOnJoin }: Pick<ChatOptions, 'pushEnabled' | 'pushOnJoin'>,
): boolean => pushEnabled && (hasCometPair(userData) || (pushOnJoin && hasRestKeys(userData)));

const hasCometPair = (userData: UserData): boolean =>
  isGiven(userData, 'push_notification_deviceid') && isGiven(userData, 'push_notification_type');

const hasRestKeys = (userData: UserData): boolean =>
  userData['GCTI_Chat_PushSubscribe'] === 'true' &&
  isGiven(userData, 'GCTI_GMS_PushDeviceId') &&
  isGiven(userData, 'GCTI_GMS_PushDeviceType');

/** Whether the chat is asynchronous: `GCTI_Chat_AsyncMode=true` (seed, "Provisioning"; PROV-1). */
export const isAsync = (userData: UserData): boolean => userData['GCTI_Chat_AsyncMode'] === 'true';
