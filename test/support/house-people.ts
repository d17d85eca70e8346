import type { HouseLine, House } from './house.ts';
import { SECRET } from './house.ts';

const EXPIRES_AT_SEC = 4_102_444_800;

/** Opens a chat in the house and answers its id: an asynchronous one unless its user data say otherwise. */
export const openChat = async (
  house: House,
  secret: string = SECRET,
  userData: Record<string, string> = {},
): Promise<string> => {
  const answer = await house.http('POST /chats', {
    body: { secret, nickname: 'Mia', userData: { GCTI_Chat_AsyncMode: 'true', ...userData } },
  });
  return String(answer.body['chatId']);
};

/** A customer's socket that can be posted to. */
export const customerLine = (house: House, chatId: string, connectionId = 'customer-1'): HouseLine => {
  house.sockets.open(connectionId);
  return { connectionId, bearer: { role: 'customer', chatId, expiresAtSec: EXPIRES_AT_SEC } };
};

/** An agent's socket that can be posted to. */
export const deskLine = (house: House, agentId = 'ann', connectionId = 'desk-1'): HouseLine => {
  house.sockets.open(connectionId);
  return { connectionId, bearer: { role: 'agent', agentId, nickname: agentId, expiresAtSec: EXPIRES_AT_SEC } };
};

/** The frames that a socket was sent, read. */
export const framesOf = (house: House, line: HouseLine): unknown[] =>
  house.sockets.frames(line.connectionId).map((text) => JSON.parse(text) as unknown);
