import { seededRandom } from '../support/seeded-random.ts';
import { openFuzzHouse, type Attempt } from './fuzz-house.ts';

/** So many attempts share a house; then a new one is opened, so that a failure is found again by its house's seed. */
const ATTEMPTS_PER_HOUSE = 250;

/** A failure, with what it takes to see it again. */
export interface Failure extends Attempt {
  readonly seed: number;
  readonly attempt: number;
}

/** What a run came to. */
export interface FuzzReport {
  readonly attempts: number;
  readonly failures: readonly Failure[];
  /** How often each way in gave each answer. */
  readonly came: ReadonlyMap<string, number>;
}

const tried = async (house: Awaited<ReturnType<typeof openFuzzHouse>>): Promise<Attempt> => {
  try {
    return await house.attempt();
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { target: 'a function', input: '', came: 'threw', complaint: reason };
  }
};

/** Makes `count` attempts, the same ones for the same seed; stops at ten failures. */
export const runFuzz = async (
  count: number,
  seed: number,
  onHouse: (done: number) => void = () => undefined,
): Promise<FuzzReport> => {
  const failures: Failure[] = [];
  const came = new Map<string, number>();
  let attempts = 0;
  for (let house = 0; attempts < count && failures.length < 10; house++) {
    const open = await openFuzzHouse(seededRandom(seed + house));
    for (let attempt = 1; attempt <= ATTEMPTS_PER_HOUSE && attempts < count; attempt++, attempts++) {
      const result = await tried(open);
      const name = `${result.target}: ${result.came}`;
      came.set(name, (came.get(name) ?? 0) + 1);
      if (result.complaint !== undefined) failures.push({ ...result, seed: seed + house, attempt });
    }
    onHouse(attempts);
  }
  return { attempts, failures, came };
};
