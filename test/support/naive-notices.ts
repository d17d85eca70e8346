import type { Author } from '../../shared/domain/commands.ts';
import type { ChatOptions } from '../../shared/domain/options.ts';
import type { Fact } from './naive-fact.ts';

/*
 * The part of the second model that is about notices, user data and places, from docs/SPEC.md alone: every question is
 * answered by reading all facts again.
 */

/** The table of IDLE-8, written down a second time. */
const ACTIVITY: Readonly<Record<string, string>> = {
  none: '',
  major: 'pushed-url file',
  major2: 'pushed-url file custom',
  typing: 'pushed-url file typing-on',
  all: 'pushed-url file custom nickname-changed typing-on typing-off',
};

/** Whether `what` is activity under these options, in a regular chat or in another (IDLE-8, REG-4). */
export const isCounted = (options: ChatOptions, regular: boolean, what: string): boolean =>
  (ACTIVITY[regular ? options.includeNotices : options.idleNotices] ?? '').split(' ').includes(what);

/** What is activity only where its service says so. */
const COUNTING = ['notice-sent', 'file-uploaded', 'file-deleted'];

/** Whether a fact starts the idle clock over (IDLE-3, IDLE-8, IDLE-10). */
export const isActivity = ({ what, visibility, counts, bot }: Fact): boolean => {
  if (what === 'typing-noted') return true;
  if (visibility !== 'ALL' || bot === true) return false;
  if (COUNTING.includes(what)) return counts === true;
  return ['chat-opened', 'message-posted', 'agent-joined', 'agent-left'].includes(what);
};

/** Whether the customer wants something of somebody by this (STAT-4). */
export const isTurn = (fact: Fact): boolean =>
  fact.by === 'customer' &&
  (fact.what === 'message-posted' ||
    fact.what === 'typing-noted' ||
    (COUNTING.includes(fact.what) && isActivity(fact)));

/** What somebody is called now: the last name they gave (NOTE-4). */
export const nicknameOf = (facts: readonly Fact[], who: string): string => {
  let called = '';
  for (const { what, by, agentId, nickname, notice, text } of facts) {
    if (what === 'chat-opened' && who === 'customer') called = nickname ?? '';
    if (what === 'agent-joined' && agentId === who) called = nickname ?? '';
    if (notice === 'nickname-changed' && by === who) called = text ?? '';
  }
  return called;
};

/** Where the last agent put the chat, unless one has joined since (TRF-2). */
export const placeOf = (facts: readonly Fact[]): object | undefined => {
  const here = new Set<string>();
  let place: object | undefined;
  for (const { what, agentId = '', place: named } of facts) {
    if (what === 'agent-joined') here.add(agentId);
    if (what === 'agent-left') here.delete(agentId);
    if (what === 'agent-left') place = named;
    if (here.size > 0) place = undefined;
  }
  return place;
};

/** What was set or deleted since the opening (DATA-2). */
export const userDataOf = (facts: readonly Fact[]): object | undefined => {
  const changes = facts.flatMap(({ userData }) => (userData === undefined ? [] : [userData]));
  return changes.length === 0 ? undefined : Object.fromEntries(changes.flatMap((each) => Object.entries(each)));
};

/** For whom who may say what (VIS-5, NOTE-2, FLOW-5). */
export const isFor = (by: Author, visibility: string, notice: string | undefined): boolean => {
  if (notice === 'nickname-changed') return by.type !== 'EXTERNAL' && visibility === 'ALL';
  const allowed = { CLIENT: 'ALL', AGENT: 'ALL INT', EXTERNAL: 'ALL INT VIP' }[by.type];
  return allowed.split(' ').includes(visibility);
};
