/** The values of `stop-abandoned-interaction`. */
export const STOP_RULES = ['always', 'never', 'noagents', 'noanswer'] as const;

/** The values of `attach-session-statistics`. */
export const ATTACH_RULES = ['all', 'fired', 'none'] as const;

/** What becomes of the interaction when its chat ends. */
export type StopRule = (typeof STOP_RULES)[number];

/** Which statistics go to the interaction when its chat ends. */
export type AttachRule = (typeof ATTACH_RULES)[number];

/** What the options said of the end of a chat: in its last event, so that its report needs no second source (REP-8). */
export interface Ending {
  readonly stop?: Exclude<StopRule, 'never'>;
  readonly attach?: Exclude<AttachRule, 'none'>;
}

/** The members that a close writes into its event; none with the defaults. */
export const endingOf = (options: { readonly stopRule: StopRule; readonly attachRule: AttachRule }): Ending => ({
  ...(options.stopRule === 'never' ? {} : { stop: options.stopRule }),
  ...(options.attachRule === 'none' ? {} : { attach: options.attachRule }),
});
