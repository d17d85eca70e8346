import type { CastList } from '../cast/stage.ts';
import { allFaults } from '../faults/all-faults.ts';
import { uploadLost } from '../faults/upload-lost.ts';
import type { Fault } from '../faults/fault.ts';
import { allOperations } from '../operations/all-operations.ts';
import { everybodyLeaves } from '../operations/everybody-leaves.ts';
import { everybodyPauses } from '../operations/everybody-pauses.ts';
import { fileOperations } from '../operations/file-operations.ts';
import type { Operation } from '../operations/operation.ts';
import type { ChatOptions } from '../../../shared/domain/options.ts';
import { Random } from './random.ts';
import { randomMasks } from './random-masks.ts';
import { randomControl, randomOptions } from './random-options.ts';

/** One thing that somebody does, so long after the chat was opened. It has chance of its own, so that it can be left out. */
export interface Act {
  readonly afterMs: number;
  readonly operation: Operation;
  readonly seed: number;
}

/** A session before it runs. */
export interface Plan {
  readonly seed: number;
  readonly options: ChatOptions;
  readonly cast: CastList;
  readonly faults: readonly Fault[];
  readonly intensity: number;
  readonly acts: readonly Act[];
}

/** Which faults sessions may have. */
export interface FaultChoice {
  /** Only these; left out: all. */
  readonly only?: readonly string[] | undefined;
  readonly without?: readonly string[] | undefined;
}

/** Silences longer than this are not spent in front of an open page. */
const PAUSE_MS = 45_000;
const LEAVE_MS = 1_800_000;

const STREAM = { plan: 1, act: 2, regular: 3, masks: 4, payload: 5, limits: 6, files: 7, uploads: 8 };

const gapMs = (random: Random, options: ChatOptions, alertSec: number): number =>
  random.weighted([
    [45, () => random.between(0, 2_000)],
    [25, () => random.between(2_000, 30_000)],
    [14, () => random.between(30_000, 300_000)],
    [7, () => random.between(300_000, 3_600_000)],
    [2, () => random.between(3_600_000, 36_000_000)],
    [1, () => random.between(36_000_000, 400_000_000)],
    // Just when a clock runs out.
    [4, () => Math.max(0, alertSec * 1000 + random.between(-3_000, 70_000))],
    [2, () => Math.max(0, options.flexDisconnectSec * 1000 + random.between(-2_000, 4_000))],
  ])();

const makeActs = (random: Random, options: ChatOptions, alertSec: number): Act[] => {
  const weights = allOperations.map((operation) => [operation.weight, operation] as const);
  const acts: Act[] = [];
  let afterMs = 0;
  // Most breaks need few operations; the others get room too.
  const count = random.chance(0.85) ? random.between(1, 4) : random.between(5, 18);
  for (let left = count; left > 0; left--) {
    const gap = gapMs(random, options, alertSec);
    if (gap > PAUSE_MS) {
      const operation = gap > LEAVE_MS ? everybodyLeaves : everybodyPauses;
      acts.push({ afterMs: afterMs + 1_500, operation, seed: random.below(2 ** 31) });
    }
    afterMs += gap;
    acts.push({ afterMs, operation: random.weighted(weights), seed: random.below(2 ** 31) });
  }
  return acts;
};

/** Sessions in which people share files: one in eight, besides whatever else they do. */
const FILES_CHANCE = 0.125;

/** What is begun with a file is over by then. */
const FILE_VISIT_MS = 90_000;

/** The acts with those about files among them: from their own chance, so that every other session stays what it was. */
const withFiles = (seed: number, acts: readonly Act[]): readonly Act[] => {
  const random = new Random(seed, STREAM.files);
  if (!random.chance(FILES_CHANCE)) return acts;
  const weights = fileOperations.map((operation) => [operation.weight, operation] as const);
  const lastMs = acts.at(-1)?.afterMs ?? 0;
  const own = Array.from({ length: random.between(1, 6) }, (): Act => {
    // Near something that happens, or soon after the opening: what lies in a silence of weeks meets nobody.
    const near = random.chance(0.5) ? random.pick(acts).afterMs : Math.min(lastMs, 60_000);
    const operation = random.weighted(weights);
    return { afterMs: Math.max(0, near + random.between(-20_000, 20_000)), operation, seed: random.below(2 ** 31) };
  });
  const all = [...acts, ...own].sort((a, b) => a.afterMs - b.afterMs);
  // Who came for a file leaves again before a long silence: else the desk's heartbeat would be most of the session.
  const leaving = all.flatMap(({ afterMs, seed: actSeed }, at): Act[] => {
    const isLong = (all[at + 1]?.afterMs ?? 0) - afterMs > LEAVE_MS;
    return isLong ? [{ afterMs: afterMs + FILE_VISIT_MS, operation: everybodyLeaves, seed: actSeed }] : [];
  });
  return [...all, ...leaving].sort((a, b) => a.afterMs - b.afterMs);
};

const chooseFaults = (seed: number, random: Random, { only, without }: FaultChoice): Fault[] => {
  // Some sessions have none, some all, most a few: what one fault hides, another session shows.
  const share = random.pick([0, 0.15, 0.3, 0.6, 1]);
  const drawn = allFaults.filter((fault) =>
    // Like the operations that it disturbs: from a chance of its own.
    fault === uploadLost ? new Random(seed, STREAM.uploads).chance(share) : random.chance(share),
  );
  const allowed = only === undefined ? drawn : allFaults.filter((fault) => only.includes(fault.name));
  return allowed.filter((fault) => without?.includes(fault.name) !== true);
};

/** The session that a seed stands for. */
export const makePlan = (seed: number, choice: FaultChoice = {}): Plan => {
  const random = new Random(seed, STREAM.plan);
  // Regular chats have chance of their own: what they need leaves the plans of the others as they were.
  const own = new Random(seed, STREAM.regular);
  const options = {
    ...randomOptions(random),
    ...randomControl(own),
    masks: randomMasks(new Random(seed, STREAM.masks)),
    // Room for this chat and one try that came to nothing; the others come when it is open.
    limitsEnabled: new Random(seed, STREAM.limits).chance(0.2),
    sessionsMax: 2,
  };
  const regular = own.chance(0.25);
  const alertSec = regular && options.controlOn ? options.timeoutAlertSec : options.idleAlertSec;
  const cast = {
    customerDevices: random.pick([1, 1, 1, 1, 2, 3]),
    desks: Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => random.pick([1, 1, 1, 2])),
    push: random.chance(0.5),
    ...(regular ? { regular } : {}),
    payload: new Random(seed, STREAM.payload).chance(0.2),
  };
  const faults = chooseFaults(seed, random, choice);
  const intensity = random.pick([0.5, 1, 1, 2, 4]);
  return { seed, options, cast, faults, intensity, acts: withFiles(seed, makeActs(random, options, alertSec)) };
};
