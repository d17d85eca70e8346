import type { NoteTyping, SendNotice } from '../commands.ts';
import { countedIn, isCounted, isTypingNoted } from '../notices.ts';
import { reject } from '../rejections.ts';
import type { Session } from '../session.ts';
import { accept, complete, NOTHING, type Decision, type Moment } from './draft.ts';
import { actorOf, hearing, saidBy } from './post.ts';

/** A notice of somebody who is in the chat (NOTE-1). Whether it is activity is written into it (IDLE-8). */
export const decideNotice = (state: Session, command: SendNotice, moment: Moment): Decision => {
  const answer = hearing(state, command, moment);
  if (answer !== undefined) return answer;
  const { by, notice, text, visibility = 'ALL' } = command;
  if (visibility === 'INT' && (by.type === 'CLIENT' || notice === 'nickname-changed')) {
    return reject('not-allowed', 'unable to send the notice for agents only; it is for everybody');
  }
  const counts = visibility === 'ALL' && isCounted(countedIn(state, moment.options), notice);
  return accept(
    state,
    {
      type: 'notice-sent',
      ...saidBy(state, command, moment),
      visibility,
      notice,
      text,
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
