import type { Journal } from '../app/ports.ts';
import type { LogCode } from './log-codes.ts';

/** Codes that say something broke, and are written at level ERROR. */
const ERRORS: ReadonlySet<LogCode> = new Set([
  'EFFECT_GAVE_UP',
  'PUSH_GAVE_UP',
  'STUCK_CHAT_FOUND',
  'SWEEP_ROW_FAILED',
  'WAKE_UP_FAILED',
]);

/** Writes one JSON line for each note, as Lambda's JSON log format wants it. */
export const jsonJournal: Journal = {
  note: (code, fields) => {
    const write = ERRORS.has(code) ? console.error : console.warn;
    write({ code, ...fields });
  },
};
