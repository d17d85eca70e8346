import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../shared/domain/effects.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { fileOptionsOf } from '../../shared/domain/file-options.ts';
import type { IdleNotices } from '../../shared/domain/option-schema.ts';
import { decodeSession, encodeSession, stateVersionOf } from '../../shared/domain/session-codec.ts';
import {
  alerted,
  ANN,
  closed,
  connected,
  customerPosted,
  CUSTOMER,
  DEVICE,
  HOUR,
  joined,
  left,
  MIN,
  opened,
  OPTIONS,
  removed,
  SEC,
  type Unplaced,
} from '../support/builders.ts';
import {
  addFile,
  CAT,
  deleteFile,
  DOG,
  fetched,
  fileDeleted,
  FILE_OPTIONS,
  givenFiles,
  uploaded,
} from '../support/file-builders.ts';
import { sessionOf } from '../support/given-when-then.ts';

const withNotices = (idleNotices: IdleNotices) => ({ ...OPTIONS, idleNotices });

describe('files and the clocks', () => {
  it.each<[IdleNotices, boolean]>([
    ['none', false],
    ['major', true],
    ['major2', true],
    ['typing', true],
    ['all', true],
  ])('[IDLE-8, IDLE-9] with %s an upload and a deletion are activity: %s', (idleNotices, isCounted) => {
    const counts = isCounted ? ({ counts: true } as const) : {};
    const bare =
      (event: Unplaced): Unplaced =>
      (index) => {
        const { counts: _counts, ...rest } = { counts: undefined, ...event(index) };
        return { ...rest, ...counts };
      };
    givenFiles(opened())
      .when(addFile(CUSTOMER, CAT), MIN, {}, withNotices(idleNotices))
      .then(bare(uploaded(CUSTOMER, CAT, MIN)));
    givenFiles(opened(), uploaded(CUSTOMER, CAT, SEC))
      .when(deleteFile(CUSTOMER, CAT), MIN, {}, withNotices(idleNotices))
      .then(bare(fileDeleted(CUSTOMER, CAT, MIN)));
  });

  it('[IDLE-3, STAT-4] one that counts starts the idle clock over, and the customer’s makes the status 2', () => {
    expect(sessionOf(opened(), uploaded(CUSTOMER, CAT, MIN))).toMatchObject({ status: 2, idle: { since: MIN } });
    expect(sessionOf(opened(), alerted(MIN), uploaded(CUSTOMER, CAT, HOUR))).toMatchObject({
      status: 2,
      idle: { since: HOUR },
    });
    const past = [opened(), joined(ANN, SEC), uploaded(CUSTOMER, CAT, MIN)];
    expect(sessionOf(...past)).toMatchObject({ status: -1 });
    expect(sessionOf(...past, left(ANN, 2 * MIN), fileDeleted(CUSTOMER, CAT, HOUR))).toMatchObject({
      status: 2,
      idle: { since: HOUR },
    });
  });

  it('[IDLE-4] one that does not count changes neither clock nor status', () => {
    const { counts: _counts, ...quiet } = uploaded(CUSTOMER, CAT, MIN)(2) as { counts?: true } & ReturnType<Unplaced>;
    expect(evolve(sessionOf(opened()), quiet)).toMatchObject({ status: 1, idle: { since: 0 } });
    const internal = [opened(), joined(ANN, SEC), uploaded(ANN, CAT, MIN, { visibility: 'INT' })];
    expect(sessionOf(...internal)).toMatchObject({ idle: { since: SEC } });
  });

  it('[PRES-9] a removed customer is back with an upload', () => {
    expect(sessionOf(opened(), removed(MIN), uploaded(CUSTOMER, CAT, HOUR)).customer).toMatchObject({
      removed: false,
      absence: { since: HOUR },
    });
  });
});

describe('files in the state and the log', () => {
  it('[FILE-2] a chat without files has no byte of them', () => {
    expect(sessionOf(opened(), customerPosted('k-1', SEC))).not.toHaveProperty('files');
  });

  it('[FILE-2, SKEW-2, SKEW-4] survive being written and read, in a state that older code does not take', () => {
    const state = sessionOf(opened(), uploaded(CUSTOMER, CAT, SEC), uploaded(CUSTOMER, DOG, MIN, { sizeBytes: 7 }));
    expect(state.files).toEqual({ live: { [CAT]: [2, 1_000, 'C'], [DOG]: [3, 7, 'C'] }, used: [2, 1_007, 0] });
    expect(decodeSession(encodeSession(state))).toEqual(state);
    expect([stateVersionOf(state), stateVersionOf(sessionOf(opened()))]).toEqual([4, 1]);
  });

  it('[FILE-9] ask for what becomes of them: each that comes or goes, and all that are left at the close', () => {
    const settles = (...events: Unplaced[]): unknown => {
      const before = sessionOf(...events.slice(0, -1));
      const event = events.at(-1)?.(events.length);
      if (event === undefined) throw new Error('nothing happened');
      return effectsOf(before, event, evolve(before, event)).filter(({ kind }) => kind === 'settle-files');
    };
    const one = [opened(), uploaded(CUSTOMER, CAT, SEC)];
    const two = [...one, uploaded(CUSTOMER, DOG, MIN)];
    expect(settles(...one)).toEqual([{ kind: 'settle-files', files: [CAT] }]);
    expect(settles(...two, fileDeleted(CUSTOMER, CAT, HOUR))).toEqual([{ kind: 'settle-files', files: [CAT] }]);
    expect(settles(...two, closed(HOUR))).toEqual([{ kind: 'settle-files', files: [CAT, DOG] }]);
    expect(settles(...two, fileDeleted(CUSTOMER, CAT, HOUR), closed(2 * HOUR))).toEqual([
      { kind: 'settle-files', files: [DOG] },
    ]);
    expect(settles(opened(), closed(SEC))).toEqual([]);
    expect(settles(...one, fetched(CAT, MIN))).toEqual([]);
  });
});

describe('files and pushes', () => {
  const pushes = (deviceType: string, ...events: Unplaced[]): number[] => {
    const all = [opened({ subscription: { ...DEVICE, deviceType } }), joined(ANN, SEC), ...events];
    return all.flatMap((event, place) => {
      if (place === 0) return [];
      const before = sessionOf(...all.slice(0, place));
      const placed = event(place + 1);
      return effectsOf(before, placed, evolve(before, placed)).flatMap((effect) =>
        effect.kind === 'push' ? [effect.upTo] : [],
      );
    });
  };

  it('[FILE-10] an agent’s upload is pushed; its deletion to callbacks, not to phones', () => {
    const story = [uploaded(ANN, CAT, MIN), fileDeleted(ANN, CAT, HOUR)];
    expect(pushes('customhttp', ...story)).toEqual([2, 3, 4]);
    expect(pushes('fcm', ...story)).toEqual([2, 3]);
    expect(pushes('ios', ...story)).toEqual([2, 3]);
  });

  it('[FILE-10, VIS-1] nothing is pushed of a file for agents only, nor of the customer’s own', () => {
    expect(pushes('customhttp', uploaded(ANN, CAT, MIN, { visibility: 'INT' }), uploaded(CUSTOMER, DOG, HOUR))).toEqual(
      [2],
    );
    expect(pushes('customhttp', connected('S1', MIN, { seen: 2 }), uploaded(ANN, CAT, HOUR))).toEqual([2]);
  });
});

describe('a file’s options', () => {
  it('[FILE-3] are those that are set', () => {
    const set = {
      'upload-max-files': 0,
      'upload-max-file-size': 1,
      'upload-max-total-size': 2,
      'upload-file-types': 'png:gif',
      'upload-need-agent': true,
      'delete-file': 'return',
      'download-attempts': 4,
    };
    expect(fileOptionsOf(set)).toEqual({
      maxFiles: 0,
      maxFileBytes: 1,
      maxTotalBytes: 2,
      types: ['png', 'gif'],
      needsAgent: true,
      frees: true,
      downloads: 4,
    });
    expect(FILE_OPTIONS.frees).toBe(false);
  });
});
