import { below, junk, pick, withOneWrong, withWrongLetters, type Random } from './junk.ts';

/** What valid frames are made of. */
export interface FrameWords {
  /** The chats that a frame may name. */
  readonly chats: readonly string[];
  /** Ids that were used before come again now and then. */
  readonly nextId: () => string;
}

type Fields = Record<string, unknown>;

const TEXTS = ['hello?', 'x', 'Zwölf Boxkämpfer 🥊', '"'.repeat(300), 'w'.repeat(4_000), '\u0001'.repeat(16_384)];

const positions = (random: Random, chats: readonly string[]): Record<string, number> =>
  Object.fromEntries(chats.map((chat) => [chat, below(random, 40)]));

/** A frame as a client would send it. */
export const validFrame = (random: Random, { chats, nextId }: FrameWords): Fields => {
  const chat = random() < 0.5 ? {} : { chat: pick(random, chats) };
  const echo = random() < 0.2 ? { echo: random() < 0.5 } : {};
  const command = { id: nextId(), seen: pick(random, [0, 3, 40, 1_000]), ...chat, ...echo };
  const ref = random() < 0.5 ? {} : { ref: 'r1' };
  const after = random() < 0.5 ? {} : { after: below(random, 50) };
  const named = random() < 0.5 ? {} : { chats: positions(random, chats) };
  switch (below(random, 17)) {
    case 0:
    case 1:
      return { op: 'hello', v: 1, ...ref, ...after, ...named };
    case 2:
      return { op: 'join', ...command };
    case 3:
      return { op: pick(random, ['leave', 'hold']), ...command };
    case 10:
      return { op: 'transfer', ...command, queue: pick(random, ['billing', 'b']) };
    case 11: {
      const notice = pick(random, ['pushed-url', 'custom', 'nickname-changed']);
      return { op: 'notice', ...command, notice, text: pick(random, ['https://a.example/?q=1', ...TEXTS]) };
    }
    case 12:
      return {
        op: 'user-data',
        ...command,
        userData: { [pick(random, ['a', 'b', '__proto__'])]: pick(random, ['1', null]) },
      };
    case 4:
      return random() < 0.1 ? { op: 'close', ...command } : { op: 'ping', ...ref, ...after, ...named };
    case 5:
    case 6:
      return { op: 'catch-up', ...ref, ...chat, after: below(random, 50) };
    case 7:
      return { op: 'ping', ...ref, ...after, ...named };
    case 8:
      return { op: 'read', ...chat, upTo: below(random, 50) };
    case 9:
      return { op: 'typing', ...chat, on: random() < 0.5, ...(random() < 0.5 ? {} : { preview: 'I was wond' }) };
    default: {
      const visibility = random() < 0.2 ? { visibility: pick(random, ['ALL', 'INT']) } : {};
      return { op: 'post', ...command, text: pick(random, TEXTS), ...visibility };
    }
  }
};

/** The text of a frame: valid, with a wrong field, with wrong letters, or no frame at all. */
export const frameText = (random: Random, words: FrameWords): string => {
  const frame = validFrame(random, words);
  const kind = random();
  if (kind < 0.35) return JSON.stringify(frame);
  if (kind < 0.8) return JSON.stringify(withOneWrong(random, frame, validFrame(random, words)));
  if (kind < 0.97) return withWrongLetters(random, JSON.stringify(frame));
  return JSON.stringify(junk(random));
};
