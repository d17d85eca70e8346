import { hmacKeyRing } from '../../shared/adapters/system/hmac-key-ring.ts';
import type { KeyRing } from '../../shared/app/ports.ts';
import { customerLine, deskLine, openChat } from '../support/house-people.ts';
import { openHouse, type House, type HouseLine } from '../support/house.ts';

/** Two chats, and everybody who may come near the first one. */
export interface Scene {
  readonly house: House;
  /** The chat that is touched, and another. */
  readonly chat: string;
  readonly other: string;
  readonly lines: Readonly<Record<'customer' | 'stranger' | 'agent' | 'onlooker', HouseLine>>;
}

/** A customer with an agent in one chat, a customer in another, and an agent who is in neither. */
export const openScene = async (): Promise<Scene> => {
  const house = openHouse();
  const chat = await openChat(house);
  const other = await openChat(house, 'other-secret-0123456789abc');
  const lines = {
    customer: customerLine(house, chat, 'customer-1'),
    stranger: customerLine(house, other, 'stranger-1'),
    agent: deskLine(house, 'ann', 'desk-1'),
    onlooker: deskLine(house, 'bob', 'desk-2'),
  };
  for (const line of Object.values(lines)) await house.frame(line, { op: 'hello', v: 1 });
  await house.frame(lines.agent, { op: 'join', id: 'scene001.1', seen: 1, chat });
  await house.frame(lines.customer, { op: 'post', id: 'scene001.1', seen: 3, text: 'my secret is 4711' });
  await house.frame(lines.agent, { op: 'post', id: 'scene001.2', seen: 3, chat, text: 'a note', visibility: 'INT' });
  await house.runEffects();
  return { house, chat, other, lines };
};

/** Everything that the house keeps of a chat: its log, its row, its wake-ups, and who is said to be in it. */
export const traceOf = async ({ house }: Scene, chat: string): Promise<unknown> => ({
  events: house.log.events(chat),
  row: await house.rows.read(chat),
  wakeUps: house.wakeUps.outstanding().filter(({ chatId }) => chatId === chat),
  contact: await house.contacts.read(chat),
});

/** A real key ring over these keys; the last one signs. */
export const ringOf = (...keyIds: readonly string[]): KeyRing =>
  hmacKeyRing({
    keys: async () => ({
      current: keyIds.at(-1) ?? '',
      keys: new Map(keyIds.map((keyId) => [keyId, `the secret of ${keyId}, long enough for a test`])),
    }),
  });
