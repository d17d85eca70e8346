import { USER_DATA_BYTES_MAX } from '../../protocol/limits.ts';
import { utf8Bytes } from '../../protocol/text-size.ts';
import type { UpdateUserData } from '../commands.ts';
import { mergedUserData } from '../evolve.ts';
import { reject } from '../rejections.ts';
import type { Session } from '../session.ts';
import { changeMistakes } from '../user-data.ts';
import { accept, type Decision, type Moment } from './draft.ts';
import { hearing, saidBy } from './post.ts';

/** User data set or deleted by somebody in the chat (DATA-1): the customer's is for everybody, an agent's or a workflow's for agents. */
export const decideUserData = (state: Session, command: UpdateUserData, moment: Moment): Decision => {
  const answer = hearing(state, command, moment);
  if (answer !== undefined) return answer;
  const { by, userData } = command;
  const mistakes = changeMistakes(userData);
  if (mistakes.length > 0) return reject('bad-user-data', `unable to set user data; ${mistakes.join('; ')}`);
  const bytes = utf8Bytes(JSON.stringify(mergedUserData(state.userData, userData)));
  if (bytes > USER_DATA_BYTES_MAX) {
    const detail = `unable to set user data; what was changed since the opening would take ${bytes} bytes, at most ${USER_DATA_BYTES_MAX} are allowed`;
    return reject('too-long', detail);
  }
  const visibility = by.type === 'CLIENT' ? 'ALL' : 'INT';
  const draft = { type: 'user-data-updated', ...saidBy(state, command, moment), visibility, userData } as const;
  return accept(state, draft, moment);
};
