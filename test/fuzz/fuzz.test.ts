import { describe, expect, it } from 'vitest';
import { runFuzz } from './run-fuzz.ts';

const SEED = 20_261_122;
const ATTEMPTS = 2_500;

describe(`junk at every way in (seed ${SEED})`, () => {
  it('[PROTO-2, PROTO-3, AUTH-3] comes to a protocol error, and the socket stays usable', async () => {
    const { failures, attempts, came } = await runFuzz(ATTEMPTS, SEED);
    expect(failures).toEqual([]);
    expect(attempts).toBe(ATTEMPTS);
    // What was thrown was not all refused at the door.
    for (const name of [
      'socket: ack',
      'socket: bad-frame',
      'http: 201',
      'http: 401',
      'authorize: Allow',
      'wake: 1 failed',
      'report: 1 failed',
    ]) {
      expect(came.get(name), name).toBeGreaterThan(0);
    }
  });
});
