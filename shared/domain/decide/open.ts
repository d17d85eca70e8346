import { NICKNAME_CHARS_MAX, SUBJECT_CHARS_MAX } from '../../protocol/limits.ts';
import type { OpenChat } from '../commands.ts';
import type { Session } from '../session.ts';
import { accept, type Decision, type Moment } from './draft.ts';
import { masked } from './post.ts';

/** Opening is idempotent: the chat's id is made from the opener's secret, so a repeat finds the chat it made (OPEN-2). */
export const decideOpen = (state: Session | undefined, command: OpenChat, moment: Moment): Decision => {
  if (state !== undefined) return { kind: 'nothing', index: 1 };
  const { type: _type, id, subject, nickname, subscription, ...data } = command;
  const name = masked(nickname, moment);
  if (typeof name !== 'string') return name;
  const about = subject === undefined ? subject : masked(subject, moment);
  if (about !== undefined && typeof about !== 'string') return about;
  return accept(
    undefined,
    {
      type: 'chat-opened',
      id,
      actor: { type: 'CLIENT' },
      visibility: 'ALL',
      ...data,
      nickname: name.slice(0, NICKNAME_CHARS_MAX),
      ...(about === undefined ? {} : { subject: about.slice(0, SUBJECT_CHARS_MAX) }),
      ...(subscription === undefined ? {} : { subscription }),
    },
    moment,
  );
};
