import type { Outcome } from './outbox.ts';

/** Why a command was not accepted: `code` is one of the protocol's error codes. */
export class Refused extends Error {
  readonly code: string;

  /** `code` and `message` as the server gave them. */
  constructor(code: string, message: string) {
    super(message);
    this.name = 'Refused';
    this.code = code;
  }
}

/** A promise for what becomes of a command: its index, undefined when nothing had to change, or `Refused`. */
export const outcomeOf = (submit: (done: (outcome: Outcome) => void) => void): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    submit((outcome) => {
      if ('code' in outcome) reject(new Refused(outcome.code, outcome.message));
      else resolve(outcome.index);
    });
  });
