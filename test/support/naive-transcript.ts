import type { Fact } from './naive-fact.ts';
import type { NaiveChat } from './naive-model.ts';
import { nicknameOf } from './naive-notices.ts';

const partyOf = (agentId: string, nickname: string, reader: string): object =>
  reader === 'customer' ? { type: 'AGENT', nickname } : { type: 'AGENT', nickname, agentId };

const fromOf = (chat: NaiveChat, fact: Fact, reader: string): object => {
  if (fact.by === 'system') return { type: 'SYSTEM' };
  if (fact.by === 'workflow') {
    return { type: 'EXTERNAL', ...(fact.nickname === undefined ? {} : { nickname: fact.nickname }) };
  }
  if (fact.by === 'customer') return { type: 'CLIENT', nickname: nicknameOf(chat.facts, 'customer') };
  return partyOf(fact.by, fact.nickname ?? '', reader);
};

const detailsOf = (fact: Fact, reader: string): object => {
  const { what, subject, text, messageType, visibility, cause, agentId = '', nickname = '', notice, userData } = fact;
  switch (what) {
    case 'chat-opened':
      return subject === undefined ? {} : { subject };
    case 'message-posted':
      return {
        text,
        ...(messageType === undefined ? {} : { messageType }),
        ...(visibility === 'INT' ? { visibility } : {}),
      };
    case 'notice-sent':
      return { notice, text, ...(visibility === 'INT' ? { visibility } : {}) };
    case 'user-data-updated':
      return { userData };
    case 'file-uploaded': {
      const { file: fileId, name, sizeBytes, contentType } = fact;
      return { fileId, name, sizeBytes, contentType, ...(visibility === 'INT' ? { visibility } : {}) };
    }
    case 'file-deleted':
      return { fileId: fact.file, ...(visibility === 'INT' ? { visibility } : {}) };
    case 'agent-joined':
      return { agent: partyOf(agentId, nickname, reader) };
    case 'agent-left':
      return { agent: partyOf(agentId, nickname, reader), cause, ...(reader === 'customer' ? {} : fact.place) };
    case 'idle-alerted':
      return { text };
    case 'chat-closed':
      return { cause, text };
    default:
      return {};
  }
};

/** The transcript that `reader` sees: `customer`, or an agent's id (VIS-1, VIS-2, VIS-4, CMD-4). */
export const transcriptOf = (chat: NaiveChat, reader: string): object[] => {
  const seen = chat.facts.filter(({ visibility }) =>
    reader === 'customer' ? visibility === 'ALL' : visibility === 'ALL' || visibility === 'INT',
  );
  return seen.map((fact, place) => ({
    index: fact.index,
    prev: seen[place - 1]?.index ?? 0,
    at: fact.at,
    type: fact.what,
    from: fromOf(chat, fact, reader),
    ...(fact.by === reader ? { id: fact.id.split('/').at(-1) } : {}),
    ...detailsOf(fact, reader),
  }));
};
