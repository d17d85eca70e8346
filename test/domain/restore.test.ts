import { describe, expect, it } from 'vitest';
import { deadlines } from '../../shared/domain/deadlines.ts';
import { versionOf } from '../../shared/domain/events.ts';
import type { ChatOptions } from '../../shared/domain/options.ts';
import { mayRestore } from '../../shared/domain/restore.ts';
import {
  ANN,
  at,
  BOB,
  closed,
  connected,
  DEVICE,
  DUE,
  HOUR,
  join,
  joined,
  MIN,
  opened,
  OPTIONS,
  removed,
  restored,
} from '../support/builders.ts';
import { given, logOf, sessionOf } from '../support/given-when-then.ts';
import { effectsOf } from '../../shared/domain/effects.ts';
import { evolve } from '../../shared/domain/evolve.ts';

const restore = { type: 'restore-chat', id: 's/restore/r-1' } as const;
const optionsBy = (restoreBy: string, restorePush = true): ChatOptions => ({ ...OPTIONS, restoreBy, restorePush });

const gone = [opened({ subscription: DEVICE }), removed(HOUR)];

describe('session-restore-extend-by', () => {
  it.each([
    ['none', false, false],
    ['agent', true, false],
    ['esp', false, true],
    ['both', true, true],
  ])('[RESTORE-1] %s: agent %s, workflow %s', (restoreBy, agent, esp) => {
    expect([mayRestore({ restoreBy }, 'agent'), mayRestore({ restoreBy }, 'esp')]).toEqual([agent, esp]);
  });
});

describe('the workflow', () => {
  it('[RESTORE-4] takes a removed customer back, visible to all', () => {
    for (const by of ['esp', 'both']) {
      given(...gone)
        .when(restore, at(2 * HOUR), optionsBy(by))
        .then(restored(2 * HOUR));
    }
  });

  it('[RESTORE-4] puts flex-push-timeout in force again, from the restoration on', () => {
    const state = sessionOf(...gone, restored(2 * HOUR));
    expect(state.customer).toMatchObject({ removed: false, absence: { since: 2 * HOUR }, subscription: DEVICE });
    expect(deadlines(state)).toContainEqual({ kind: 'presence', at: 2 * HOUR + DUE.pushPresence });
    expect(deadlines(sessionOf(...gone)).map(({ kind }) => kind)).toEqual(['idle-alert']);
  });

  it('[RESTORE-4, PUSH-2] has the absent customer told of it, as of all that others do', () => {
    const before = sessionOf(...gone);
    const event = logOf(...gone, restored(2 * HOUR))[2];
    if (event === undefined) throw new Error('three events');
    const effects = effectsOf(before, event, evolve(before, event));
    expect(effects).toMatchObject([
      { kind: 'announce', name: 'customer-returned.v1' },
      { kind: 'push', upTo: 3 },
    ]);
  });

  it('[RESTORE-1, RESTORE-3] may not where the service does not say so', () => {
    for (const options of [OPTIONS, optionsBy('none'), optionsBy('agent'), optionsBy('esp', false)]) {
      given(...gone)
        .when(restore, at(2 * HOUR), options)
        .thenNothing();
    }
  });

  it('[RESTORE-3] leaves a customer alone who was not removed, who is here, or who is back', () => {
    for (const chat of [[opened()], [opened(), connected('S1', MIN)], [...gone, restored(2 * HOUR)]]) {
      given(...chat)
        .when(restore, at(3 * HOUR), optionsBy('both'))
        .thenNothing();
    }
  });

  it('[RESTORE-4] takes nobody back who has no push subscription', () => {
    given(opened({ push: false }), removed(2 * MIN))
      .when(restore, at(HOUR), optionsBy('both'))
      .thenNothing();
  });

  it('[RESTORE-3, CLOSE-4] leaves a closed chat closed', () => {
    given(...gone, closed(2 * HOUR))
      .when(restore, at(3 * HOUR), optionsBy('both'))
      .thenNothing();
  });
});

describe('an agent who joins', () => {
  it('[RESTORE-5] takes a removed customer back with the join', () => {
    for (const by of ['agent', 'both']) {
      given(...gone)
        .when(join(ANN), at(2 * HOUR), optionsBy(by))
        .then(joined(ANN, 2 * HOUR, { restores: true }));
    }
    const state = sessionOf(...gone, joined(ANN, 2 * HOUR, { restores: true }));
    expect(state.customer).toMatchObject({ removed: false, absence: { since: 2 * HOUR } });
    expect(state.idle).toEqual({ since: 2 * HOUR });
  });

  it('[RESTORE-1, RESTORE-5] just joins where the service does not say so, or nobody was removed', () => {
    for (const options of [OPTIONS, optionsBy('esp'), optionsBy('agent', false)]) {
      given(...gone)
        .when(join(ANN), at(2 * HOUR), options)
        .then(joined(ANN, 2 * HOUR));
    }
    given(opened())
      .when(join(ANN), at(2 * HOUR), optionsBy('both'))
      .then(joined(ANN, 2 * HOUR));
  });

  it('[RESTORE-5] does not take the customer back with a newer epoch of a desk that is in the chat', () => {
    const rejoin = { id: `a/${ANN}/join.0002`, epoch: 2 };
    given(opened(), joined(ANN, MIN), removed(HOUR))
      .when(join(ANN, rejoin), at(2 * HOUR), optionsBy('both'))
      .then(joined(ANN, 2 * HOUR, { ...rejoin, visibility: 'NONE' }));
    given(opened(), joined(ANN, MIN), removed(HOUR))
      .when(join(BOB), at(2 * HOUR), optionsBy('both'))
      .then(joined(BOB, 2 * HOUR, { restores: true }));
  });

  it('[SKEW-4] asks version 3 of the readers of its event only when it takes the customer back', () => {
    const [, , plain] = logOf(...gone, joined(ANN, 2 * HOUR));
    const [, , restoring] = logOf(...gone, joined(ANN, 2 * HOUR, { restores: true }));
    expect([plain, restoring].map((event) => event && versionOf(event))).toEqual([1, 3]);
  });
});
