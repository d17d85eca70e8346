import type { CheckStuck, WakeUp } from '../domain/commands.ts';
import { needsContact } from '../domain/decide/wake.ts';
import type { ChatId } from '../domain/events.ts';
import type { Session } from '../domain/session.ts';
import { deliver, type DeliveryDeps } from './deliver.ts';
import { handleCommand, type Committed } from './handle-command.ts';
import type { Contacts } from './ports.ts';

/** What waking a chat needs. */
export interface WakeDeps extends DeliveryDeps {
  readonly contacts: Contacts;
}

/** More than a chat can have due at once; a guard against a clock that never stops being due. */
const ROUNDS_MAX = 20;

/**
 * Lets a chat do what is due, one event after the other, and delivers each. Ends when nothing is due and a wake-up for the
 * next deadline is outstanding (WAKE-1). Answers what was committed and the state at the end.
 */
export const wakeChat = async (
  deps: WakeDeps,
  chatId: ChatId,
  base: WakeUp | CheckStuck,
): Promise<{ committed: Committed[]; state: Session | undefined }> => {
  const committed: Committed[] = [];
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const outcome = await handleCommand(deps, chatId, {
      command: (state) => withEvidence(deps, chatId, base, state),
      firstLoad: 'strong',
    });
    if (outcome.kind === 'rejected') return { committed, state: undefined };
    if (outcome.kind === 'unchanged') return { committed, state: outcome.state };
    committed.push(outcome);
    await deliver(deps, outcome);
    if (outcome.event.type === 'wake-up-moved') return { committed, state: outcome.after };
  }
  throw new Error(`unable to settle chat ${chatId}; something is still due after ${ROUNDS_MAX} events`);
};

const withEvidence = async (
  deps: WakeDeps,
  chatId: ChatId,
  base: WakeUp | CheckStuck,
  state: Session | undefined,
): Promise<WakeUp | CheckStuck> => {
  if (state === undefined || !needsContact(state, base, deps.clock.now())) return base;
  const contactAt = await deps.contacts.read(chatId);
  return contactAt === undefined ? base : { ...base, contactAt };
};
