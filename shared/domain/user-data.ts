import type { UserDataChanges } from './events.ts';
import { DEVICE_ID_CHARS_MAX, PUSH_NAME_CHARS_MAX, type UserData } from './provisioning.ts';

/** What a key of the user data takes: `allowed` goes on from "must be". */
interface KeySpec {
  readonly allowed: string;
  readonly takes: (value: string) => boolean;
  /** Set for keys of the server: nobody else sets them, nor deletes them. */
  readonly own?: true;
}

const oneOf = (...values: readonly string[]): KeySpec => ({
  allowed: values.length === 2 ? values.join(' or ') : `one of ${values.join(', ')}`,
  takes: (value) => values.includes(value),
});
const textUpTo = (max: number): KeySpec => ({
  allowed: `a text of 1 to ${max} characters`,
  takes: (value) => value.length >= 1 && value.length <= max,
});
const wholeNumber = (min: number, max: number, unit: string): KeySpec => ({
  allowed: `a whole number of ${unit} from ${min} to ${max}`,
  takes: (value) => /^-?\d{1,4}$/.test(value) && Number(value) >= min && Number(value) <= max,
});

const yesNo = oneOf('true', 'false');
/** The providers of Genesys' push service. */
const deviceType = oneOf('comet', 'android', 'gcm', 'fcm', 'ios', 'httpcb', 'orscb', 'customhttp');
const ours: KeySpec = { allowed: 'left out; only the server writes it', takes: () => false, own: true };

/** The keys that mean something here or to Genesys' components (PROV-4); every other key is the opener's own affair. */
export const USER_DATA_KEYS = {
  GCTI_Chat_AsyncMode: yesNo,
  push_notification_deviceid: textUpTo(DEVICE_ID_CHARS_MAX),
  push_notification_type: deviceType,
  push_notification_provider: textUpTo(PUSH_NAME_CHARS_MAX),
  push_notification_language: textUpTo(35),
  GCTI_Chat_PushSubscribe: yesNo,
  GCTI_GMS_NodeGroup: textUpTo(256),
  GCTI_GMS_PushDeviceId: textUpTo(DEVICE_ID_CHARS_MAX),
  GCTI_GMS_PushDeviceType: deviceType,
  GCTI_GMS_PushIncludePayload: yesNo,
  GCTI_GMS_NotifyRequestor: yesNo,
  GCTI_GMS_PushResend: yesNo,
  GCTI_GMS_PushProvider: textUpTo(PUSH_NAME_CHARS_MAX),
  GCTI_GMS_PushDebug: yesNo,
  GCTI_GMS_PushLanguage: textUpTo(35),
  TimeZone: wholeNumber(-720, 840, 'minutes'),
  GCTI_Chat_AsyncStatus: ours,
  GCTI_Chat_AsyncCheckAt: ours,
} as const satisfies Readonly<Record<string, KeySpec>>;

const specOf = (key: string): KeySpec | undefined =>
  Object.entries<KeySpec>(USER_DATA_KEYS).find(([known]) => known === key)?.[1];

/** A value may be long: a refusal shows its beginning. */
const VALUE_CHARS_SHOWN = 80;

const shown = (value: string): string => JSON.stringify(value.slice(0, VALUE_CHARS_SHOWN));

/** A key that is useless without another. */
const PAIRS: readonly (readonly [key: string, needs: string])[] = [
  ['push_notification_deviceid', 'push_notification_type'],
  ['push_notification_type', 'push_notification_deviceid'],
];

const SUBSCRIPTION = ['GCTI_GMS_PushDeviceId', 'GCTI_GMS_PushDeviceType'] as const;

const missingFrom = (userData: UserData): string[] => {
  const subscribes = userData['GCTI_Chat_PushSubscribe'] === 'true';
  const needed = [
    ...PAIRS,
    ...(subscribes ? SUBSCRIPTION.map((key) => ['GCTI_Chat_PushSubscribe', key] as const) : []),
  ];
  return needed.flatMap(([key, needs]) =>
    key in userData && !(needs in userData) ? [`${needs}: is missing, and ${key} needs it`] : [],
  );
};

const mistakeIn = (key: string, value: string | null): string[] => {
  const spec = specOf(key);
  if (spec === undefined || (value === null ? spec.own !== true : spec.takes(value))) return [];
  return [`${key}:${value === null ? '' : ` ${shown(value)}`} must be ${spec.allowed}`];
};

/** What is wrong with changed user data, key by key; null deletes (PROV-4). */
export const changeMistakes = (changes: UserDataChanges): string[] =>
  Object.entries(changes).flatMap(([key, value]) => mistakeIn(key, value));

/** What is wrong with the user data of an opening, key by key: the key, the value, and what is allowed (PROV-4, PROV-5). */
export const userDataMistakes = (userData: UserData): string[] => [
  ...changeMistakes(userData),
  ...missingFrom(userData),
];
