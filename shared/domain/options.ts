/**
 * The options that the core decides by, already resolved for one service. Names, defaults and ranges are Genesys Chat
 * Server's (section `[settings]` and `[inactivity-control]`), but for the two rates, which it does not have; seconds
 * unless said.
 */
export interface ChatOptions {
  /** `async-idle-alert`: silence before the alert. Default 86400, range 1–1728000. */
  readonly idleAlertSec: number;
  /** `async-idle-close`: silence between alert and close. Default 3600, range 1–1728000. */
  readonly idleCloseSec: number;
  /** `flex-disconnect-timeout`: absence of a customer without push subscription. Default 45, range 1–1728000. */
  readonly flexDisconnectSec: number;
  /** `flex-push-timeout`: the same with a push subscription. Default 86400 (the seed's example value). */
  readonly flexPushSec: number;
  /** `message-alert`: text of the alert notice; empty sends none. */
  readonly messageAlert: string;
  /** `message-close`: text of the closing notice; empty sends none. */
  readonly messageClose: string;
  /** `customer-rate`: commands of the customer that a chat takes in a second. Default 2, range 0–1000; 0 is no limit. */
  readonly customerPerSec: number;
  /** `agent-rate`: the same for each agent in a chat. Default 5, range 0–1000; 0 is no limit. */
  readonly agentPerSec: number;
}

/** Genesys' defaults (`research` values where Genesys publishes none are named in docs/SPEC.md, section OPT). */
export const DEFAULT_OPTIONS: ChatOptions = {
  idleAlertSec: 86_400,
  idleCloseSec: 3_600,
  flexDisconnectSec: 45,
  flexPushSec: 86_400,
  messageAlert: 'Chat session will be closed soon due to inactivity of chat participants.',
  messageClose: 'Chat session closed due to inactivity of chat participants.',
  customerPerSec: 2,
  agentPerSec: 5,
};

/**
 * What the options came to when a clock was last started: kept in the state and written into the event that changes it,
 * so that replay needs no second source.
 */
export interface Periods {
  readonly idleAlertSec: number;
  readonly idleCloseSec: number;
  /** One presence period: `flex-push-timeout` with a push subscription, else `flex-disconnect-timeout`. */
  readonly presenceSec: number;
}

/** The periods in force for a chat with or without a push subscription. */
export const periodsOf = (options: ChatOptions, push: boolean): Periods => ({
  idleAlertSec: options.idleAlertSec,
  idleCloseSec: options.idleCloseSec,
  presenceSec: push ? options.flexPushSec : options.flexDisconnectSec,
});

/** Whether two sets of periods are equal. */
export const samePeriods = (a: Periods, b: Periods): boolean =>
  a.idleAlertSec === b.idleAlertSec && a.idleCloseSec === b.idleCloseSec && a.presenceSec === b.presenceSec;
