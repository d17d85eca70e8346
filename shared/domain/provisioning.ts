/** User data of a chat, as given at its opening. */
export type UserData = Readonly<Record<string, string>>;

const isGiven = (userData: UserData, key: string): boolean => (userData[key] ?? '') !== '';

/**
 * Whether the opener provided push data: the CometD pair `push_notification_deviceid` and `push_notification_type`, or
 * the REST keys. Only then does `flex-push-timeout` replace `flex-disconnect-timeout` (seed, "Provisioning"; PROV-2).
 */
export const hasPushSubscription = (userData: UserData): boolean =>
  (isGiven(userData, 'push_notification_deviceid') && isGiven(userData, 'push_notification_type')) ||
  (userData['GCTI_Chat_PushSubscribe'] === 'true' &&
    isGiven(userData, 'GCTI_GMS_PushDeviceId') &&
    isGiven(userData, 'GCTI_GMS_PushDeviceType'));

/** Whether the chat is asynchronous: `GCTI_Chat_AsyncMode=true` (seed, "Provisioning"; PROV-1). */
export const isAsync = (userData: UserData): boolean => userData['GCTI_Chat_AsyncMode'] === 'true';
