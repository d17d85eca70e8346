import type { From, WireEvent } from '../../shared/protocol/index.ts';
import type { Command } from './frames.ts';

/** Where and when a command was accepted. */
type Place = Pick<WireEvent, 'index' | 'prev' | 'at'>;

const internal = (visibility: 'ALL' | 'INT' | undefined): 'INT' | undefined =>
  visibility === 'INT' ? visibility : undefined;

/** The event that an accepted command made, as its author would read it from the log; what it lacks there is undefined. */
export const ownEvent = (command: Command, { index, prev, at }: Place, self: From): WireEvent => {
  const envelope = { index, prev, at, from: self, id: command.id };
  const left = { ...envelope, type: 'agent-left', agent: self } as const;
  switch (command.op) {
    case 'post': {
      const { text, messageType, visibility } = command;
      return { ...envelope, type: 'message-posted', text, messageType, visibility: internal(visibility) };
    }
    case 'notice': {
      const { notice, text, visibility } = command;
      return { ...envelope, type: 'notice-sent', notice, text, visibility: internal(visibility) };
    }
    case 'user-data':
      return { ...envelope, type: 'user-data-updated', userData: command.userData };
    case 'join':
      return { ...envelope, type: 'agent-joined', agent: self };
    case 'leave':
      return { ...left, cause: 'left' };
    case 'hold':
      return { ...left, cause: 'hold', queue: command.queue, workbin: command.workbin };
    case 'transfer':
      return { ...left, cause: 'transferred', queue: command.queue };
    case 'close':
      return { ...envelope, type: 'chat-closed', cause: self.type === 'CLIENT' ? 'customer' : 'agent', text: '' };
  }
};
