import { USER_DATA_BYTES_MAX } from '../../protocol/limits.ts';
import { utf8Bytes } from '../../protocol/text-size.ts';
import type { UpdateUserData } from '../commands.ts';
import { mergedUserData } from '../evolve.ts';
import { reject } from '../rejections.ts';
import type { Session } from '../session.ts';
import { accept, type Decision, type Moment } from './draft.ts';
import { hearing, saidBy } from './post.ts';

/** Keys by which Genesys' workflows know where a chat stands: nobody makes that up, not even in the open chat (PROV-4). */
const SERVERS_OWN = ['GCTI_Chat_AsyncStatus', 'GCTI_Chat_AsyncCheckAt'] as const;

/** User data set or deleted by somebody in the chat (DATA-1): the customer's is for everybody, an agent's or a workflow's for agents. */
export const decideUserData = (state: Session, command: UpdateUserData, moment: Moment): Decision => {
  const answer = hearing(state, command, moment);
  if (answer !== undefined) return answer;
  const { by, userData } = command;
  const own = SERVERS_OWN.find((key) => Object.hasOwn(userData, key));
  if (own !== undefined) {
    return reject('bad-user-data', `unable to set user data; ${own}: must be left out; only the server writes it`);
  }
  const bytes = utf8Bytes(JSON.stringify(mergedUserData(state.userData, userData)));
  if (bytes > USER_DATA_BYTES_MAX) {
    const detail = `unable to set user data; what was changed since the opening would take ${bytes} bytes, at most ${USER_DATA_BYTES_MAX} are allowed`;
    return reject('too-long', detail);
  }
  const visibility = by.type === 'CLIENT' ? 'ALL' : 'INT';
  const draft = { type: 'user-data-updated', ...saidBy(state, command, moment), visibility, userData } as const;
  return accept(state, draft, moment);
};
