/** The chat that this browser has open: what it takes to come back to it. */
export interface KeptChat {
  readonly secret: string;
  readonly nickname: string;
  readonly subject: string;
  /** The closed chat that it continues, with its key as proof. */
  readonly continues?: { readonly chatId: string; readonly secureKey: string };
  /** Set when the server has answered. */
  readonly chatId?: string;
  readonly secureKey?: string;
}

const KEY = 'dormouse.try-it.chat';

const isKeptChat = (value: unknown): value is KeptChat =>
  typeof value === 'object' && value !== null && 'secret' in value && 'nickname' in value && 'subject' in value;

export const readKeptChat = (): KeptChat | undefined => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return isKeptChat(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

export const keepChat = (chat: KeptChat | undefined): void => {
  if (chat === undefined) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(chat));
};

/** 128 bits and more that only this browser knows: opening again with the same secret finds the same chat. */
export const newSecret = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
