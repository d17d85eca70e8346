import { ATTACH_RULES, STOP_RULES } from './reporting/ending.ts';

/** What an option may be set to. */
export type OptionValue = number | string | boolean;

/** The sections of Chat Server's configuration that options come from; `dormouse` holds what Chat Server does not have. */
export type OptionSection =
  'settings' | 'inactivity-control' | 'client-file-transfer' | 'transcript-cleanup' | 'dormouse';

/** Which values an option takes, and the one it has while it is not set. Texts are measured in characters. */
type Shape =
  | {
      readonly type: 'number';
      readonly min: number;
      readonly max: number;
      readonly unit: string;
      readonly default: number;
    }
  | { readonly type: 'text'; readonly min: number; readonly max: number; readonly default: string }
  | { readonly type: 'flag'; readonly default: boolean }
  | { readonly type: 'url'; readonly default: string }
  | { readonly type: 'endings'; readonly default: string }
  | { readonly type: 'choice'; readonly values: readonly string[]; readonly default: string }
  | { readonly type: 'set'; readonly members: readonly string[]; readonly default: string };

/** One option: where it stands in Genesys' configuration, what it takes, and whether it does anything here. */
export type OptionSpec = Shape & {
  readonly section: OptionSection;
  /** Whether anything acts by it. An option that is not in force cannot be set (OPT-9). */
  readonly inForce: boolean;
};

/** The longest that any clock may run: 20 days. */
const PERIOD_SEC_MAX = 1_728_000;

/** So that a notice fits into an event several times over, whatever its characters. */
const NOTICE_CHARS_MAX = 2_000;

/** What a phone shows of a notification is shorter. */
const PUSH_CHARS_MAX = 200;

const settings = { section: 'settings', inForce: true } as const;
const later = { section: 'settings', inForce: false } as const;
const seconds = (min: number, max: number, value: number) =>
  ({ type: 'number', unit: 's', min, max, default: value }) as const;
const notice = (value: string) => ({ type: 'text', min: 0, max: NOTICE_CHARS_MAX, default: value }) as const;
const flag = (value: boolean) => ({ type: 'flag', default: value }) as const;
const count = (max: number, unit: string, value: number) =>
  ({ type: 'number', min: 0, max, unit, default: value }) as const;

/** The notices that count as activity, from none to all of them. */
export const NOTICE_SETS = ['none', 'major', 'major2', 'typing', 'all'] as const;

/** A value of `async-idle-notices`. */
export type IdleNotices = (typeof NOTICE_SETS)[number];
const notices = { type: 'choice', values: NOTICE_SETS, default: 'major' } as const;

const inactivity = { section: 'inactivity-control', inForce: true } as const;
const files = { section: 'client-file-transfer', inForce: true } as const;
const cleanup = { section: 'transcript-cleanup', inForce: true } as const;
const own = { section: 'dormouse', inForce: true } as const;

/**
 * Every option of a service, with Genesys' names, defaults and ranges (docs/OPTIONS.md is made from this). Where Genesys
 * publishes no default or range, its meaning (`option-meanings.ts`) says so and the value is this project's.
 */
export const OPTION_SCHEMA = {
  'async-idle-alert': {
    ...settings,
    ...seconds(1, PERIOD_SEC_MAX, 86_400),
  },
  'async-idle-close': {
    ...settings,
    ...seconds(1, PERIOD_SEC_MAX, 3_600),
  },
  'async-idle-notices': {
    ...settings,
    ...notices,
  },
  'flex-disconnect-timeout': {
    ...settings,
    ...seconds(1, PERIOD_SEC_MAX, 45),
  },
  'flex-push-timeout': {
    ...settings,
    ...seconds(1, PERIOD_SEC_MAX, 86_400),
  },
  'flex-push-enabled': {
    ...settings,
    ...flag(true),
  },
  'flex-push-on-join': {
    ...settings,
    ...flag(false),
  },
  'flex-push-content': {
    ...settings,
    type: 'set',
    members: ['app-dbid', 'secure-key', 'session-id', 'user-id'],
    default: 'session-id, user-id',
  },
  'flex-push-resend-delay': {
    ...settings,
    ...seconds(1, 86_400, 15),
  },
  'flex-push-resend-attempts': {
    ...settings,
    ...count(100, 'times', 3),
  },
  'session-restore-extend-by': {
    ...settings,
    type: 'choice',
    values: ['none', 'agent', 'esp', 'both'],
    default: 'none',
  },
  'session-restore-push-send': {
    ...settings,
    ...flag(false),
  },
  'stop-abandoned-interaction': {
    ...settings,
    type: 'choice',
    values: STOP_RULES,
    default: 'never',
  },
  'attach-session-statistics': {
    ...settings,
    type: 'choice',
    values: ATTACH_RULES,
    default: 'none',
  },
  'limits-control-enabled': { ...settings, ...flag(false) },
  'limit-for-sessions': { ...settings, ...count(1_000_000, 'chats', 1_000) },
  'limit-for-flex-users': {
    ...later,
    ...count(1_000_000, 'customers', 1_001),
  },
  'limits-restore-threshold': {
    ...settings,
    ...count(100, '%', 80),
  },
  'limit-average-interval': {
    ...later,
    ...seconds(1, 86_400, 15),
  },
  enabled: { ...inactivity, ...flag(false) },
  'timeout-alert': { ...inactivity, ...seconds(1, 86_400, 255) },
  'timeout-alert2': {
    ...inactivity,
    ...seconds(0, 86_400, 0),
  },
  'timeout-close': {
    ...inactivity,
    ...seconds(1, 86_400, 45),
  },
  'include-notices': { ...inactivity, ...notices },
  'message-alert': {
    ...inactivity,
    ...notice('Chat session will be closed soon due to inactivity of chat participants.'),
  },
  'message-alert2': {
    ...inactivity,
    ...notice('Chat session will be closed very soon due to inactivity of chat participants.'),
  },
  'message-close': {
    ...inactivity,
    ...notice('Chat session closed due to inactivity of chat participants.'),
  },
  'upload-max-files': { ...files, ...count(1_000, 'files', 3) },
  'upload-max-file-size': {
    ...files,
    ...count(1_073_741_823, 'bytes', 2_097_152),
  },
  'upload-max-total-size': {
    ...files,
    ...count(1_073_741_823, 'bytes', 5_242_880),
  },
  'upload-file-types': { ...files, type: 'endings', default: 'jpeg:jpg:pdf:png:zip' },
  'upload-need-agent': { ...files, ...flag(false) },
  'delete-file': { ...files, type: 'choice', values: ['odd', 'return'], default: 'odd' },
  'download-attempts': { ...files, ...count(1_000, 'downloads', 100) },
  'default-repchar': {
    ...cleanup,
    type: 'text',
    min: 1,
    max: 1,
    default: '*',
  },
  'typing-preview': {
    ...cleanup,
    type: 'choice',
    values: ['none', 'any', 'message', 'notice'],
    default: 'none',
  },
  'push-callback-url': { ...own, type: 'url', default: '' },
  'push-title': { ...own, type: 'text', min: 0, max: PUSH_CHARS_MAX, default: '' },
  'push-text': { ...own, type: 'text', min: 1, max: PUSH_CHARS_MAX, default: 'You have a new message.' },
  'push-unseen-after': { ...own, ...seconds(0, 86_400, 90) },
  'regular-idle-max': { ...own, ...seconds(1, PERIOD_SEC_MAX, 86_400) },
  'customer-rate': {
    ...own,
    ...count(1_000, '1/s', 2),
  },
  'agent-rate': {
    ...own,
    ...count(1_000, '1/s', 5),
  },
} as const satisfies Readonly<Record<string, OptionSpec>>;

/** The name of an option. */
export type OptionName = keyof typeof OPTION_SCHEMA;

/** All names, in the order of the documents. */
export const OPTION_NAMES = Object.keys(OPTION_SCHEMA).filter((name): name is OptionName => name in OPTION_SCHEMA);

/** Whether there is an option of this name. */
export const isOptionName = (name: string): name is OptionName => Object.hasOwn(OPTION_SCHEMA, name);

/** What stands in the schema for an option. */
export const specOf = (name: OptionName): OptionSpec => OPTION_SCHEMA[name];

const isSetOf = (members: readonly string[], value: string): boolean => {
  const named = value === '' ? [] : value.split(',').map((member) => member.trim());
  return named.every((member) => members.includes(member)) && new Set(named).size === named.length;
};

const URL_CHARS_MAX = 500;

/** An address to call: nothing, or a URL without user, password or fragment. Where it leads is judged by who calls it. */
const isUrl = (value: string): boolean =>
  value === '' || (value.length <= URL_CHARS_MAX && /^https?:\/\/[^\s/?#@\\]+(\/[^\s#\\]*)?$/.test(value));

/** Whether an option takes this value (OPT-8). */
export const allows = (spec: OptionSpec, value: unknown): value is OptionValue => {
  switch (spec.type) {
    case 'number':
      return typeof value === 'number' && Number.isInteger(value) && value >= spec.min && value <= spec.max;
    case 'text':
      return typeof value === 'string' && [...value].length >= spec.min && [...value].length <= spec.max;
    case 'flag':
      return typeof value === 'boolean';
    case 'url':
      return typeof value === 'string' && isUrl(value);
    case 'endings':
      return typeof value === 'string' && /^[a-z0-9]{1,10}(:[a-z0-9]{1,10}){0,49}$/.test(value);
    case 'choice':
      return typeof value === 'string' && spec.values.includes(value);
    case 'set':
      return typeof value === 'string' && isSetOf(spec.members, value);
  }
};

/** The values that an option takes, in words that go on from "must be". */
export const rangeOf = (spec: OptionSpec): string => {
  switch (spec.type) {
    case 'number':
      return `a whole number from ${spec.min} to ${spec.max}`;
    case 'text':
      return spec.max === 1 ? 'one character' : `a text of at most ${spec.max} characters`;
    case 'flag':
      return 'true or false';
    case 'url':
      return `a URL of at most ${URL_CHARS_MAX} characters, or nothing`;
    case 'endings':
      return 'up to 50 endings of 1 to 10 characters a-z or 0-9, with colons between them';
    case 'choice':
      return `one of ${spec.values.join(', ')}`;
    case 'set':
      return `any of ${spec.members.join(', ')}, with commas between them`;
  }
};
