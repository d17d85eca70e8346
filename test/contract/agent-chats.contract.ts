import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentChats } from '../../shared/app/ports.ts';
import { given, type Make, type Made } from './support/made.ts';
import { freshChatId } from './support/sample-log.ts';

/** The promises of the lists of chats that agents may be in. */
export const describeAgentChats = (name: string, make: Make<AgentChats>): void => {
  describe(`AgentChats: ${name}`, () => {
    let current: Made<AgentChats> | undefined;
    let agents = 0;
    const chats = (): AgentChats => given(current);
    const freshAgent = (): string => {
      agents += 1;
      return `lister-${agents}`;
    };

    beforeAll(async () => {
      current = await make();
    });
    afterAll(async () => {
      await current?.end();
    });

    it('lists each chat of an agent once, and no other agent’s', async () => {
      const [ada, bob] = [freshAgent(), freshAgent()];
      const [one, two, three] = [freshChatId(), freshChatId(), freshChatId()];
      expect(await chats().list(ada)).toEqual([]);
      await chats().remember(ada, one, 1);
      await chats().remember(ada, two, 7);
      await chats().remember(ada, one, 3);
      await chats().remember(bob, three, 1);
      expect([...(await chats().list(ada))].sort()).toEqual([one, two].sort());
      expect(await chats().list(bob)).toEqual([three]);
    });

    it('forgets what was remembered earlier', async () => {
      const [ada, one] = [freshAgent(), freshChatId()];
      await chats().remember(ada, one, 4);
      await chats().forget(ada, one, 5);
      expect(await chats().list(ada)).toEqual([]);
      await chats().forget(ada, one, 6);
      await chats().remember(ada, one, 6);
      expect(await chats().list(ada)).toEqual([one]);
    });

    it('keeps what was remembered as of the same index or later', async () => {
      const [ada, one] = [freshAgent(), freshChatId()];
      await chats().remember(ada, one, 9);
      await chats().remember(ada, one, 2);
      await chats().forget(ada, one, 9);
      await chats().forget(ada, one, 5);
      expect(await chats().list(ada)).toEqual([one]);
    });

    it('lists hundreds of chats completely', async () => {
      const ada = freshAgent();
      const many = Array.from({ length: 250 }, freshChatId);
      await Promise.all(many.map((chatId) => chats().remember(ada, chatId, 1)));
      expect([...(await chats().list(ada))].sort()).toEqual([...many].sort());
    });
  });
};
