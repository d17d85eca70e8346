import { naivelyMasked } from '../../support/naive-masking.ts';
import type { History } from '../history.ts';
import { labelOf } from '../words.ts';
import type { Invariant } from './invariant.ts';

/** How long a function may go on with the rules that it has read, and how long it runs and its frames are under way. */
const OLD_MS = 30_000;
const RUN_MS = 20_000;

/** What a text may have become by `atMs`: a function may know the rules of any moment shortly before. */
const allowedAt = ({ masking }: History, text: string, atMs: number): string[] =>
  masking
    .filter(({ fromMs, untilMs }) => fromMs <= atMs && untilMs + OLD_MS + RUN_MS >= atMs)
    .map(({ masks }) => naivelyMasked(text, masks));

const checkLog = (history: History): string[] => {
  const said = new Map(history.submitted.flatMap(({ label, text }) => (label === undefined ? [] : [[label, text]])));
  return history.log.flatMap((event) => {
    if (event.type !== 'message-posted' && event.type !== 'notice-sent') return [];
    const text = said.get(labelOf(event.text));
    const atMs = history.committedMs[event.index - 1] ?? Infinity;
    if (text !== undefined && allowedAt(history, text, atMs).includes(event.text)) return [];
    return [`at ${event.index} stands "${event.text}", which was said as "${text ?? ''}"`];
  });
};

const RAW = /^p pin \d{4}$/;

const checkPreviews = (history: History): string[] =>
  history.previews.flatMap(({ shown, atMs }) => {
    // What has been masked does not tell its number any more, and does not depend on it.
    const typed = RAW.test(shown) ? shown : 'p pin 0000';
    return allowedAt(history, typed, atMs).includes(shown) ? [] : [`somebody was shown "${shown}" while it was typed`];
  });

const checkPushes = ({ log, pushedTexts }: History): string[] =>
  pushedTexts.flatMap(({ index, text }) => {
    const event = log[index - 1];
    return event !== undefined && 'text' in event && event.text === text
      ? []
      : [`"${text}" was pushed, which does not stand at ${index}`];
  });

export const masked: Invariant = {
  name: 'masked',
  about:
    'What the rules of the service masked when it was said stands nowhere: not in the log, in no page (with same-view), preview or push.',
  check: (history) => [...checkLog(history), ...checkPreviews(history), ...checkPushes(history)],
};
