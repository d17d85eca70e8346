import { NICKNAME_CHARS_MAX } from '../../protocol/limits.ts';
import { isPushable } from '../../protocol/pushable.ts';
import type { NoteTyping, SendNotice } from '../commands.ts';
import { isBot } from '../idle.ts';
import { countedIn, isCounted, isTypingNoted } from '../notices.ts';
import { maySpeakFor } from '../readers.ts';
import { reject } from '../rejections.ts';
import type { Session } from '../session.ts';
import { accept, complete, NOTHING, type Decision, type Moment } from './draft.ts';
import { actorOf, hearing, masked, saidBy } from './post.ts';

/** A notice of somebody who is in the chat (NOTE-1). Whether it is activity is written into it (IDLE-8). */
export const decideNotice = (state: Session, command: SendNotice, moment: Moment): Decision => {
  const answer = hearing(state, command, moment);
  if (answer !== undefined) return answer;
  const { by, notice, text, visibility = 'ALL' } = command;
  const isForAll = visibility === 'ALL';
  // A workflow has no seat whose name could change: it gives one with each request (FLOW-5).
  const isAllowed = notice === 'nickname-changed' ? isForAll && by.type !== 'EXTERNAL' : maySpeakFor(by, visibility);
  if (!isAllowed) {
    return reject('not-allowed', `unable to send the notice with visibility ${visibility}; it is not for this author`);
  }
  const words = masked(text, moment);
  if (typeof words !== 'string') return words;
  if (notice === 'pushed-url' && words !== text && !isPushable(words)) {
    return reject('not-allowed', 'unable to push the URL; masked, it is none');
  }
  const counts = isForAll && !isBot(by) && isCounted(countedIn(state, moment.options), notice);
  return accept(
    state,
    {
      type: 'notice-sent',
      ...saidBy(state, command, moment),
      visibility,
      notice,
      text: notice === 'nickname-changed' ? words.slice(0, NICKNAME_CHARS_MAX) : words,
      ...(counts ? { counts } : {}),
    },
    moment,
  );
};

/** Typing that is activity, once in a while (IDLE-10). It has been shown already, so the event is for nobody. */
export const decideTyping = (state: Session, command: NoteTyping, moment: Moment): Decision => {
  const { id, by } = command;
  if (!isTypingNoted(state, command, moment.now, moment.options)) return NOTHING;
  const draft = { type: 'typing-noted', id, actor: actorOf(state, by), visibility: 'NONE' } as const;
  return { kind: 'accepted', event: complete(state, draft, moment) };
};
