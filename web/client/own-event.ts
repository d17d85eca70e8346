import type { From, WireEvent } from '../../shared/protocol/index.ts';
import type { Command } from './frames.ts';

/** Where and when a command was accepted. */
type Place = Pick<WireEvent, 'index' | 'prev' | 'at'>;

/** The event that an accepted command made, as its author would read it from the log. */
export const ownEvent = (command: Command, { index, prev, at }: Place, self: From): WireEvent => {
  const envelope = { index, prev, at, from: self, id: command.id };
  switch (command.op) {
    case 'post': {
      const { text, messageType, visibility } = command;
      return {
        ...envelope,
        type: 'message-posted',
        text,
        ...(messageType === undefined ? {} : { messageType }),
        ...(visibility === 'INT' ? { visibility } : {}),
      };
    }
    case 'join':
      return { ...envelope, type: 'agent-joined', agent: self };
    case 'leave':
      return { ...envelope, type: 'agent-left', agent: self, cause: 'left' };
    case 'hold':
      return { ...envelope, type: 'agent-left', agent: self, cause: 'hold' };
    case 'close':
      return { ...envelope, type: 'chat-closed', cause: self.type === 'CLIENT' ? 'customer' : 'agent', text: '' };
  }
};
