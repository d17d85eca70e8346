import { describe, expect, it } from 'vitest';
import { OPTION_NAMES, specOf } from '../../shared/domain/option-schema.ts';
import { mistakesIn, NO_SETTINGS, settingsAfter, type Wanted } from '../../shared/domain/service-settings.ts';

const RITA = { id: 'rita-1', name: 'Rita' };
const OTTO = { id: 'otto-1', name: 'Otto' };

const first = { version: 1, at: 1_000, by: RITA };
const one = {
  version: 1,
  values: { 'async-idle-alert': 60, 'message-alert': 'Hello?' },
  last: { 'async-idle-alert': first, 'message-alert': first },
  change: {
    ...first,
    steps: [
      { name: 'async-idle-alert', from: null, to: 60 },
      { name: 'message-alert', from: null, to: 'Hello?' },
    ],
  },
};

describe('a change of options', () => {
  it('[OPT-12] makes a version with who, when and what', () => {
    const wanted = { 'async-idle-alert': 60, 'message-alert': 'Hello?' };
    expect(settingsAfter(NO_SETTINGS, wanted, RITA, 1_000)).toEqual(one);
  });

  it('[OPT-12] changes what differs, and null sets back to the default', () => {
    const wanted = { 'async-idle-alert': 60, 'message-alert': null, 'message-close': null, 'customer-rate': 0 };
    const second = { version: 2, at: 2_000, by: OTTO };
    expect(settingsAfter(one, wanted, OTTO, 2_000)).toEqual({
      version: 2,
      values: { 'async-idle-alert': 60, 'customer-rate': 0 },
      last: { 'async-idle-alert': first, 'message-alert': second, 'customer-rate': second },
      change: {
        ...second,
        steps: [
          { name: 'message-alert', from: 'Hello?', to: null },
          { name: 'customer-rate', from: null, to: 0 },
        ],
      },
    });
  });

  it('[OPT-11] that changes nothing is none', () => {
    expect(settingsAfter(one, { 'async-idle-alert': 60 }, OTTO, 2_000)).toBeUndefined();
    expect(settingsAfter(NO_SETTINGS, { 'async-idle-alert': null }, OTTO, 2_000)).toBeUndefined();
  });

  it('[OPT-11] that names nothing known changes nothing', () => {
    expect(settingsAfter(NO_SETTINGS, { colour: 'red' }, OTTO, 2_000)).toBeUndefined();
  });

  it('[OPT-6] leaves what it does not know as it is', () => {
    const newer = { ...one, values: { ...one.values, 'of-a-later-release': 7 } };
    expect(settingsAfter(newer, { 'customer-rate': 1 }, RITA, 3_000)?.values).toEqual({
      ...newer.values,
      'customer-rate': 1,
    });
  });
});

describe('a wish', () => {
  const bad = { name: 'async-idle-close', value: 0, allowed: 'a whole number from 1 to 1728000, or null' };

  it('[OPT-8] without mistakes has none, null included', () => {
    expect(mistakesIn({ 'async-idle-alert': 1, 'message-close': null })).toEqual([]);
  });

  it('[OPT-8] is told each of its mistakes', () => {
    const wanted = { 'async-idle-close': 0, 'async-idle-alert': 1, colour: 'red', toString: 1 };
    expect(mistakesIn(wanted)).toEqual([
      bad,
      { name: 'colour', value: 'red', allowed: 'the name of an option' },
      { name: 'toString', value: 1, allowed: 'the name of an option' },
    ]);
    expect(mistakesIn(JSON.parse('{"__proto__": 1}') as Wanted)).toHaveLength(1);
  });

  it.each(OPTION_NAMES.filter((name) => !specOf(name).inForce))('[OPT-9] cannot set %s, not even back', (name) => {
    const allowed = 'left alone: it is not in force in this version';
    expect(mistakesIn({ [name]: specOf(name).default })).toEqual([{ name, value: specOf(name).default, allowed }]);
    expect(mistakesIn({ [name]: null })).toEqual([{ name, value: null, allowed }]);
  });
});
