import { ATTACH_RULES, STOP_RULES, type AttachRule, type StopRule } from './reporting/ending.ts';
import type { Mask } from './masking.ts';
import { allows, NOTICE_SETS, specOf, type IdleNotices, type OptionName, type OptionValue } from './option-schema.ts';

/** The options that the core decides by, resolved for one service; names, ranges and defaults stand in the schema. */
export interface ChatOptions {
  /** `async-idle-alert`, seconds */
  readonly idleAlertSec: number;
  /** `async-idle-close`, seconds */
  readonly idleCloseSec: number;
  /** `async-idle-notices`: which notices are activity */
  readonly idleNotices: IdleNotices;
  /** `flex-disconnect-timeout`, seconds */
  readonly flexDisconnectSec: number;
  /** `flex-push-timeout`, seconds */
  readonly flexPushSec: number;
  /** `flex-push-enabled` */
  readonly pushEnabled: boolean;
  /** `flex-push-on-join` */
  readonly pushOnJoin: boolean;
  /** `flex-push-content`: what a push says of chat and customer */
  readonly pushContent: readonly string[];
  /** `flex-push-resend-delay`, seconds */
  readonly pushResendDelaySec: number;
  /** `flex-push-resend-attempts` */
  readonly pushResendAttempts: number;
  /** `push-callback-url`; empty when there is none */
  readonly pushCallbackUrl: string;
  /** `push-title` */
  readonly pushTitle: string;
  /** `push-text` */
  readonly pushText: string;
  /** `push-unseen-after`, seconds; 0 is never */
  readonly pushUnseenSec: number;
  /** `session-restore-extend-by`: who but the customer may restore a chat */
  readonly restoreBy: string;
  /** `session-restore-push-send` */
  readonly restorePush: boolean;
  /** `enabled`: whether regular inactivity control is switched on */
  readonly controlOn: boolean;
  /** `timeout-alert`, seconds */
  readonly timeoutAlertSec: number;
  /** `timeout-alert2`, seconds; 0 is no second alert */
  readonly timeoutAlert2Sec: number;
  /** `timeout-close`, seconds */
  readonly timeoutCloseSec: number;
  /** `include-notices`: which notices are activity in a regular chat */
  readonly includeNotices: IdleNotices;
  /** `regular-idle-max`, seconds */
  readonly regularIdleMaxSec: number;
  /** `message-alert`; empty is an alert without words */
  readonly messageAlert: string;
  /** `message-alert2` */
  readonly messageAlert2: string;
  /** `message-close`; empty is a close without words */
  readonly messageClose: string;
  /** `typing-preview`: whether digits of a preview are masked */
  readonly previewMasked: boolean;
  /** `default-repchar`: what stands for a masked character */
  readonly maskCharacter: string;
  /** `stop-abandoned-interaction` */
  readonly stopRule: StopRule;
  /** `attach-session-statistics` */
  readonly attachRule: AttachRule;
  /** What the masking rules of the service mask, in order; no option, but as old as the options are */
  readonly masks: readonly Mask[];
  /** `limits-control-enabled` */
  readonly limitsEnabled: boolean;
  /** `limit-for-sessions` */
  readonly sessionsMax: number;
  /** `limits-restore-threshold`, percent of `sessionsMax` */
  readonly restorePercent: number;
  /** `customer-rate`, commands in a second; 0 is no limit */
  readonly customerPerSec: number;
  /** `agent-rate`, commands in a second; 0 is no limit */
  readonly agentPerSec: number;
  /** What is set, for the options that not every function resolves (`file-options.ts`) */
  readonly set: OptionValues;
}

/** What is set for a service, by name; what a later release wrote may be among it. */
export type OptionValues = Readonly<Record<string, OptionValue>>;

/** The value in force: the one set, or the default when there is none or it is not allowed (OPT-8). */
export const valueInForce = (values: OptionValues, name: OptionName): OptionValue => {
  const spec = specOf(name);
  const value = values[name];
  return allows(spec, value) ? value : spec.default;
};

const numberIn = (values: OptionValues, name: OptionName): number => Number(valueInForce(values, name));
const textIn = (values: OptionValues, name: OptionName): string => String(valueInForce(values, name));
const membersIn = (values: OptionValues, name: OptionName): readonly string[] =>
  textIn(values, name)
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
const flagIn = (values: OptionValues, name: OptionName): boolean => valueInForce(values, name) === true;

const choiceIn = <T extends string>(values: OptionValues, name: OptionName, choices: readonly T[], usual: T): T => {
  const value = valueInForce(values, name);
  return choices.find((choice) => choice === value) ?? usual;
};

/** The options in force where these are set, with what the service masks. */
export const resolveOptions = (values: OptionValues, masks: readonly Mask[] = []): ChatOptions => ({
  idleAlertSec: numberIn(values, 'async-idle-alert'),
  idleCloseSec: numberIn(values, 'async-idle-close'),
  idleNotices: choiceIn(values, 'async-idle-notices', NOTICE_SETS, 'major'),
  flexDisconnectSec: numberIn(values, 'flex-disconnect-timeout'),
  flexPushSec: numberIn(values, 'flex-push-timeout'),
  pushEnabled: flagIn(values, 'flex-push-enabled'),
  pushOnJoin: flagIn(values, 'flex-push-on-join'),
  pushContent: membersIn(values, 'flex-push-content'),
  pushResendDelaySec: numberIn(values, 'flex-push-resend-delay'),
  pushResendAttempts: numberIn(values, 'flex-push-resend-attempts'),
  pushCallbackUrl: textIn(values, 'push-callback-url'),
  pushTitle: textIn(values, 'push-title'),
  pushText: textIn(values, 'push-text'),
  pushUnseenSec: numberIn(values, 'push-unseen-after'),
  restoreBy: textIn(values, 'session-restore-extend-by'),
  restorePush: flagIn(values, 'session-restore-push-send'),
  controlOn: flagIn(values, 'enabled'),
  timeoutAlertSec: numberIn(values, 'timeout-alert'),
  timeoutAlert2Sec: numberIn(values, 'timeout-alert2'),
  timeoutCloseSec: numberIn(values, 'timeout-close'),
  includeNotices: choiceIn(values, 'include-notices', NOTICE_SETS, 'major'),
  regularIdleMaxSec: numberIn(values, 'regular-idle-max'),
  messageAlert: textIn(values, 'message-alert'),
  messageAlert2: textIn(values, 'message-alert2'),
  messageClose: textIn(values, 'message-close'),
  // A preview is the message part of a typing notification; what Genesys calls its notice part does not exist here.
  previewMasked: ['any', 'message'].includes(textIn(values, 'typing-preview')),
  maskCharacter: textIn(values, 'default-repchar'),
  stopRule: choiceIn(values, 'stop-abandoned-interaction', STOP_RULES, 'never'),
  attachRule: choiceIn(values, 'attach-session-statistics', ATTACH_RULES, 'none'),
  masks,
  limitsEnabled: flagIn(values, 'limits-control-enabled'),
  sessionsMax: numberIn(values, 'limit-for-sessions'),
  restorePercent: numberIn(values, 'limits-restore-threshold'),
  customerPerSec: numberIn(values, 'customer-rate'),
  agentPerSec: numberIn(values, 'agent-rate'),
  set: values,
});

/** The options of a service for which nothing is set. */
export const DEFAULT_OPTIONS: ChatOptions = resolveOptions({});

/**
 * What the options came to when a clock was last started: kept in the state and written into the event that changes it,
 * so that replay needs no second source.
 */
export interface Periods {
  /** `async-idle-alert`; in a regular chat `timeout-alert`. */
  readonly idleAlertSec: number;
  /** `async-idle-close`; in a regular chat `timeout-close`. */
  readonly idleCloseSec: number;
  /** One presence period: `flex-push-timeout` with a push subscription, else `flex-disconnect-timeout`. */
  readonly presenceSec: number;
  /** In regular chats alone: what makes a chat one, for as long as it lasts. */
  readonly regular?: RegularPeriods;
}

/** What only a regular chat's clocks need. */
export interface RegularPeriods {
  /** Whether regular inactivity control is switched on. */
  readonly on: boolean;
  /** `timeout-alert2`; 0 is no second alert. */
  readonly alert2Sec: number;
  /** `regular-idle-max`: the silence before the alert while nobody controls the chat. */
  readonly idleMaxSec: number;
}

/** The periods in force for a chat with or without a push subscription, asynchronous or regular. */
export const periodsOf = (options: ChatOptions, push: boolean, regular = false): Periods => {
  const presenceSec = push ? options.flexPushSec : options.flexDisconnectSec;
  if (!regular) return { idleAlertSec: options.idleAlertSec, idleCloseSec: options.idleCloseSec, presenceSec };
  return {
    idleAlertSec: options.timeoutAlertSec,
    idleCloseSec: options.timeoutCloseSec,
    presenceSec,
    regular: { on: options.controlOn, alert2Sec: options.timeoutAlert2Sec, idleMaxSec: options.regularIdleMaxSec },
  };
};

const sameRegular = (a: RegularPeriods | undefined, b: RegularPeriods | undefined): boolean =>
  a?.on === b?.on && a?.alert2Sec === b?.alert2Sec && a?.idleMaxSec === b?.idleMaxSec;

/** Whether two sets of periods are equal. */
export const samePeriods = (a: Periods, b: Periods): boolean =>
  a.idleAlertSec === b.idleAlertSec &&
  a.idleCloseSec === b.idleCloseSec &&
  a.presenceSec === b.presenceSec &&
  sameRegular(a.regular, b.regular);
