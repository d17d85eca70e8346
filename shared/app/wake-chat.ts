import type { CheckStuck, WakeUp } from '../domain/commands.ts';
import { decide } from '../domain/decide/decide.ts';
import { needsContact, needsSeen } from '../domain/decide/wake.ts';
import type { ChatId } from '../domain/events.ts';
import type { Session } from '../domain/session.ts';
import { deliver, type DeliveryDeps } from './deliver.ts';
import { handleCommand, type Committed } from './handle-command.ts';
import type { Contacts, ReadMarks } from './ports.ts';

/** What waking a chat needs. */
export interface WakeDeps extends DeliveryDeps {
  readonly contacts: Contacts;
  readonly readMarks: Pick<ReadMarks, 'read'>;
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
  given: WakeUp | CheckStuck,
): Promise<{ committed: Committed[]; state: Session | undefined }> => {
  const committed: Committed[] = [];
  let base = given;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const asked = base;
    const outcome = await handleCommand(deps, chatId, {
      command: (state) => withEvidence(deps, chatId, asked, state),
      firstLoad: 'strong',
    });
    if (outcome.kind === 'rejected') return { committed, state: undefined };
    if (outcome.kind === 'unchanged') return { committed, state: outcome.state };
    committed.push(outcome);
    await deliver(deps, outcome);
    if (base.type === 'check-stuck' && outcome.event.overdue !== undefined) base = { ...base, found: true };
    if (outcome.event.type === 'wake-up-moved' || (await isSettled(deps, base, outcome.after)))
      return { committed, state: outcome.after };
  }
  throw new Error(`unable to settle chat ${chatId}; something is still due after ${ROUNDS_MAX} events`);
};

/**
 * Whether a look at `state` would change nothing. The commit proves that the state is current, and whoever commits after it
 * arms what is needed then: so the log need not be read once more.
 */
const isSettled = async (deps: WakeDeps, base: WakeUp | CheckStuck, state: Session): Promise<boolean> => {
  const now = deps.clock.now();
  if (needsContact(state, base, now) || needsSeen(state, base, now)) return false;
  return decide(state, base, now, await deps.options.of(state.service)).kind === 'nothing';
};

const withEvidence = async (
  deps: WakeDeps,
  chatId: ChatId,
  base: WakeUp | CheckStuck,
  state: Session | undefined,
): Promise<WakeUp | CheckStuck> => {
  if (state === undefined) return base;
  const now = deps.clock.now();
  if (needsSeen(state, base, now)) {
    const { CLIENT = 0, DEVICE = 0 } = await deps.readMarks.read(chatId);
    return { ...base, seenTo: Math.max(CLIENT, DEVICE) };
  }
  if (!needsContact(state, base, now)) return base;
  const contactAt = await deps.contacts.read(chatId);
  return contactAt === undefined ? base : { ...base, contactAt };
};
