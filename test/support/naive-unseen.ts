import type { Command, FileCommand } from '../../shared/domain/commands.ts';
import type { Fact } from './naive-fact.ts';
import { socketsAfter, type Socket } from './naive-presence.ts';

/* The part of the second model that is about what the customer has not seen, from docs/SPEC.md alone (PUSH-12 to PUSH-14). */

/** What went to the customer's sockets and is not known to be seen. */
export interface Waiting {
  /** Its oldest event. */
  readonly from: number;
  readonly since: number;
  readonly ms: number;
}

/** How far the customer has come, what others did last that they may see, and what waits. */
export interface Seeing {
  readonly seen: number;
  readonly newest: number;
  readonly waiting?: Waiting;
}

const isSomebodyElses = ({ visibility, by }: Fact): boolean => visibility === 'ALL' && by !== 'customer';

const msOf = ({ options }: Fact): number => (options.pushEnabled ? options.pushUnseenSec * 1_000 : 0);

const waitingAfter = (before: Waiting | undefined, fact: Fact, seen: number): Waiting | undefined => {
  const ms = msOf(fact);
  if (fact.again === true) return { from: seen + 1, since: fact.at, ms };
  if (before !== undefined || !isSomebodyElses(fact) || ms === 0) return before;
  return { from: fact.index, since: fact.at, ms };
};

export const seeingOf = (facts: readonly Fact[]): Seeing => {
  let sockets: Socket[] = [];
  let [seen, told, newest] = [0, 0, 0];
  let waiting: Waiting | undefined;
  for (const fact of facts) {
    sockets = socketsAfter(sockets, fact);
    seen = Math.max(seen, fact.seen ?? 0);
    if (isSomebodyElses(fact)) newest = fact.index;
    const isPushed = sockets.length === 0 || fact.what === 'chat-closed' || fact.what === 'unseen-noted';
    if (isPushed) told = newest;
    const isDone = facts[0]?.subscribed !== true || Math.max(seen, told) >= newest;
    waiting = isDone ? undefined : waitingAfter(waiting, fact, seen);
  }
  return { seen, newest, ...(waiting === undefined ? {} : { waiting }) };
};

/** What happens when the time is over, given how far the customer was said to have come. */
export const dueUnseen = (
  { seen: known, newest, waiting }: Seeing,
  seenTo: number,
  isOn: boolean,
): Pick<Fact, 'what' | 'by' | 'visibility' | 'seen' | 'again'> => {
  const seen = Math.max(known, seenTo);
  const body = { by: 'system', visibility: 'NONE', seen } as const;
  if (seen >= newest) return { ...body, what: 'wake-up-moved' };
  const isGettingOn = seen >= (waiting?.from ?? 0);
  return isGettingOn && isOn ? { ...body, what: 'wake-up-moved', again: true } : { ...body, what: 'unseen-noted' };
};

/** The position that the customer names with a command: none beyond what there is (MSG-3). */
export const seenBy = (facts: readonly Fact[], command: Command | FileCommand): { seen?: number } => {
  if (!('seen' in command) || command.seen === undefined) return {};
  const seen = Math.min(command.seen, facts.length);
  if (command.type === 'connect-customer') return { seen };
  const isCustomers = 'by' in command && command.by.type === 'CLIENT';
  const isAsked = command.type !== 'close-chat' || facts[0]?.subscribed === true;
  return isCustomers && isAsked && seen > seeingOf(facts).seen ? { seen } : {};
};
