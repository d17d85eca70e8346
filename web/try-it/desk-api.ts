import { HttpRefusal, requestJson } from '../client/browser.ts';

/** Who sits at the desk, and the token that proves it. */
export interface Agent {
  readonly agentId: string;
  readonly nickname: string;
  readonly idToken: string;
}

/** A chat in a list. */
export interface ListedChat {
  readonly chatId: string;
  readonly nickname: string;
  readonly status: number;
}

/** The chats that wait for somebody, longest first, and the agent's own. */
export interface DeskLists {
  readonly waiting: readonly ListedChat[];
  readonly mine: readonly ListedChat[];
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

const isListedChat = (value: unknown): value is ListedChat => {
  const { chatId, nickname, status } = fieldsOf(value);
  return typeof chatId === 'string' && typeof nickname === 'string' && typeof status === 'number';
};

const chatsOf = (value: unknown): ListedChat[] => (Array.isArray(value) ? value.filter(isListedChat) : []);

/** Reads the lists; throws `HttpRefusal`. */
export const readLists = async ({ idToken }: Agent): Promise<DeskLists> => {
  const { waiting, mine } = fieldsOf(await requestJson('GET', '/desk/chats', { bearer: idToken }));
  return { waiting: chatsOf(waiting), mine: chatsOf(mine) };
};

/** What a token says of its bearer. Only for display: the server checks it. */
export const agentOf = (idToken: string): Agent | undefined => {
  try {
    const payload = (idToken.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const { sub, name } = fieldsOf(JSON.parse(new TextDecoder().decode(bytes)));
    if (typeof sub !== 'string') return undefined;
    return { agentId: sub, nickname: typeof name === 'string' ? name : 'Agent', idToken };
  } catch {
    return undefined;
  }
};

/** Signs in at the local cloud, which asks for no password; undefined where there is none. */
export const signInLocally = async (name: string): Promise<Agent | undefined> => {
  const sub = `agent-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`.slice(0, 64);
  try {
    const { idToken } = fieldsOf(await requestJson('POST', '/_local/sign-in', { body: { sub, name } }));
    return typeof idToken === 'string' ? agentOf(idToken) : undefined;
  } catch (error) {
    if (error instanceof HttpRefusal && error.final) return undefined;
    throw error;
  }
};
