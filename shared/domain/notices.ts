import type { Person } from './commands.ts';
import type { EpochMs, Notice } from './events.ts';
import { TYPING_NOTED_MS } from './limits.ts';
import { isRegular, stagesOf } from './idle.ts';
import type { IdleNotices } from './option-schema.ts';
import type { ChatOptions } from './options.ts';
import { mayType } from './readers.ts';
import type { Session } from './session.ts';
import { STATUS } from './status.ts';

/** `file`: one was uploaded or deleted. */
type Countable = Notice | 'file' | 'typing-on' | 'typing-off';

/** What `async-idle-notices` counts as activity, by its value (IDLE-8). */
const COUNTED: Readonly<Record<IdleNotices, readonly Countable[]>> = {
  none: [],
  major: ['pushed-url', 'file'],
  major2: ['pushed-url', 'file', 'custom'],
  typing: ['pushed-url', 'file', 'typing-on'],
  all: ['pushed-url', 'file', 'custom', 'nickname-changed', 'typing-on', 'typing-off'],
};

/** Whether a notice that everybody sees, or typing, is activity where `async-idle-notices` has this value. */
export const isCounted = (idleNotices: IdleNotices, notice: Countable): boolean =>
  COUNTED[idleNotices].includes(notice);

/** The option that says so for a chat: `async-idle-notices`, or `include-notices` where it is a regular one (REG-4). */
export const countedIn = (state: Pick<Session, 'periods'>, options: ChatOptions): IdleNotices =>
  isRegular(state) ? options.includeNotices : options.idleNotices;

/**
 * Whether typing must be put into the log: it is activity, and would change the status or reset a clock that was not
 * reset for half a minute, or for a third of a shorter stage (IDLE-10). A customer who was removed must say hello first.
 */
export const isTypingNoted = (
  state: Session,
  { by, on }: { readonly by: Person; readonly on: boolean },
  now: EpochMs,
  options: ChatOptions,
): boolean => {
  if (!isCounted(countedIn(state, options), on ? 'typing-on' : 'typing-off') || !mayType(state, by)) return false;
  if (by.type === 'CLIENT' && state.customer.removed) return false;
  // While no agent is in the chat, only the customer may type.
  const isTurn = state.agents.length === 0 && state.status !== STATUS.customerWrote;
  const { alertedAt, since } = state.idle;
  return (
    isTurn || alertedAt !== undefined || now - since >= Math.min(TYPING_NOTED_MS, (stagesOf(state)[0].sec * 1000) / 3)
  );
};
