import type { OpenChat } from '../commands.ts';
import type { Session } from '../session.ts';
import { accept, type Decision, type Moment } from './draft.ts';

/** Opening is idempotent: the chat's id is made from the opener's secret, so a repeat finds the chat it made (OPEN-2). */
export const decideOpen = (state: Session | undefined, command: OpenChat, moment: Moment): Decision => {
  if (state !== undefined) return { kind: 'nothing', index: 1 };
  const { type: _type, id, subject, subscription, ...data } = command;
  return accept(
    undefined,
    {
      type: 'chat-opened',
      id,
      actor: { type: 'CLIENT' },
      visibility: 'ALL',
      ...data,
      ...(subject === undefined ? {} : { subject }),
      ...(subscription === undefined ? {} : { subscription }),
    },
    moment,
  );
};
