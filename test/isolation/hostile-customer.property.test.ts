import { describe, expect, it } from 'vitest';
import { frameText } from '../fuzz/frames.ts';
import { below, pick, type Random } from '../fuzz/junk.ts';
import { secureKeyFor } from '../../shared/app/credentials.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { openScene, traceOf, type Scene } from './people.ts';

const SEED = 20_261_122;
const SCENES = 25;
const DEEDS = 60;

/** A secret of the first chat, and of nobody else. */
const SECRETS = ['4711', 'a note', 'ann'];

const request = async ({ house, chat, other }: Scene, random: Random): Promise<string> => {
  const key = await secureKeyFor(house.keys, other);
  const answer = await house.http(pick(random, ['POST /chats/{chatId}/ticket', 'GET /chats/{chatId}/transcript']), {
    path: { chatId: pick(random, [chat, other]) },
    query: { after: String(below(random, 9)) },
    headers: { authorization: `Bearer ${key}` },
  });
  return JSON.stringify(answer.body);
};

describe(`a customer with ill will (seed ${SEED})`, () => {
  it('[ISO-1, ISO-2, AUTH-1] neither reads nor changes another chat, whatever they send', async () => {
    let ownEvents = 0;
    for (let round = 0; round < SCENES; round++) {
      const random = seededRandom(SEED + round);
      const scene = await openScene();
      const { house, chat, other, lines } = scene;
      const before = await traceOf(scene, chat);
      const shown = [lines.customer, lines.agent].map(({ connectionId }) => house.sockets.frames(connectionId).length);
      // Ids that the other chat knows already are tried too.
      const words = {
        chats: [chat, other],
        nextId: () => pick(random, ['scene001.1', 'scene001.2', `evil0001.${below(random, 99)}`]),
      };
      for (let deed = 0; deed < DEEDS; deed++) {
        const answer =
          random() < 0.2
            ? await request(scene, random)
            : JSON.stringify(await house.frame(lines.stranger, frameText(random, words)));
        for (const secret of SECRETS) expect(answer).not.toContain(`"${secret}`);
        expect(answer).not.toContain('4711');
      }
      await house.runEffects();
      expect(await traceOf(scene, chat)).toEqual(before);
      expect(
        [lines.customer, lines.agent].map(({ connectionId }) => house.sockets.frames(connectionId).length),
      ).toEqual(shown);
      expect(house.sockets.frames('stranger-1').join()).not.toContain('4711');
      ownEvents += house.log.events(other).length - 2;
    }
    // Not all of it was refused: some of it went where it belongs.
    expect(ownEvents).toBeGreaterThan(SCENES);
  });
});
