import type { Command } from '../commands.ts';
import type { EpochMs } from '../events.ts';
import type { ChatOptions } from '../options.ts';
import { reject } from '../rejections.ts';
import type { Session } from '../session.ts';
import { decideJoin, decideLeave, decideLoss } from './agents.ts';
import { decideClose } from './close.ts';
import type { Decision } from './draft.ts';
import { decideNotice, decideTyping } from './notice.ts';
import { decideOpen } from './open.ts';
import { decidePost } from './post.ts';
import { decideConnect, decideDisconnect } from './presence.ts';
import { decideApply, decideRestore } from './restore.ts';
import { decideUserData } from './user-data.ts';
import { decideWake } from './wake.ts';

/**
 * The one place where anything is decided: at most one event for a command, or a refusal, or nothing. Time, ids and
 * options come in; nothing else does.
 */
export const decide = (state: Session | undefined, command: Command, now: EpochMs, options: ChatOptions): Decision => {
  const moment = { now, options };
  if (command.type === 'open-chat') return decideOpen(state, command, moment);
  if (state === undefined) return reject('chat-not-found', 'unable to find the chat; its log is empty');
  switch (command.type) {
    case 'connect-customer':
      return decideConnect(state, command, moment);
    case 'disconnect-customer':
      return decideDisconnect(state, command, moment);
    case 'post-message':
      return decidePost(state, command, moment);
    case 'send-notice':
      return decideNotice(state, command, moment);
    case 'note-typing':
      return decideTyping(state, command, moment);
    case 'update-user-data':
      return decideUserData(state, command, moment);
    case 'join-chat':
      return decideJoin(state, command, moment);
    case 'leave-chat':
      return decideLeave(state, command, moment);
    case 'lose-agent':
      return decideLoss(state, command, moment);
    case 'close-chat':
      return decideClose(state, command, moment);
    case 'wake-up':
    case 'check-stuck':
      return decideWake(state, command, moment);
    case 'restore-chat':
      return decideRestore(state, command, moment);
    case 'apply-options':
      return decideApply(state, command, moment);
  }
};
