import type { AgentChats } from '../../app/ports.ts';
import type { AgentId, ChatId } from '../../domain/events.ts';

/** Plays the lists of chats that agents may be in. */
export const memoryAgentChats = (): AgentChats => {
  const chatsOf = new Map<AgentId, Map<ChatId, number>>();
  return {
    remember: async (agentId, chatId, asOf) => {
      const chats = chatsOf.get(agentId) ?? new Map<ChatId, number>();
      chatsOf.set(agentId, chats);
      chats.set(chatId, Math.max(asOf, chats.get(chatId) ?? 0));
    },
    forget: async (agentId, chatId, asOf) => {
      const chats = chatsOf.get(agentId);
      const remembered = chats?.get(chatId);
      if (remembered !== undefined && remembered < asOf) chats?.delete(chatId);
    },
    list: async (agentId) => [...(chatsOf.get(agentId)?.keys() ?? [])].sort(),
  };
};
