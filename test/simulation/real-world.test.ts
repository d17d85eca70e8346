import { describe, expect, it } from 'vitest';
import type { Ablation } from './ablations/ablation.ts';
import { replaced } from './engine/all-deps.ts';
import { makePlan } from './engine/plan.ts';
import { judge } from './engine/run-range.ts';

const TOUCHES: Readonly<Record<string, () => unknown>> = {
  'Date.now': () => Date.now(),
  'new Date()': () => new Date(),
  'Date()': () => Date(),
  random: () => Math.random(),
  now: () => performance.now(),
  setTimeout: () => setTimeout(() => undefined, 1),
  setInterval: () => setInterval(() => undefined, 1),
  randomUUID: () => crypto.randomUUID(),
  getRandomValues: () => crypto.getRandomValues(new Uint8Array(1)),
};

/** A function whose code reaches for the world outside, and says nothing of it. */
const touching = (touch: () => unknown): Ablation => ({
  name: 'touching',
  rule: '',
  breaks: [],
  faults: [],
  ports: (ports) => {
    const { clock } = ports;
    return replaced(ports, {
      clock: {
        now: () => {
          try {
            touch();
          } catch {
            // Swallowed, as somebody's code might.
          }
          return clock.now();
        },
      },
    });
  },
});

describe('a simulated session has its own time and chance', () => {
  it.each(Object.entries(TOUCHES))(
    'given code that calls %s, when it is played, then the session fails',
    async (name, touch) => {
      await expect(judge(makePlan(1, { only: [] }), { ablation: touching(touch) })).rejects.toThrow(
        `a simulated session reached for ${name}`,
      );
    },
  );

  it('given dates made of numbers and texts, when they are used, then the session goes on', async () => {
    const ablation = touching(() => [new Date(0).toISOString(), Date.parse('2027-01-04'), Date.UTC(2027, 0, 4)]);
    const { breaches } = await judge(makePlan(1, { only: [] }), { ablation });
    expect(breaches).toEqual([]);
  });

  it('given a session that is over, when time and chance are asked for, then they are real again', async () => {
    await judge(makePlan(1, { only: [] }));
    expect(Date.now()).toBeGreaterThan(0);
    expect(new Date()).toBeInstanceOf(Date);
    expect(Math.random()).toBeLessThan(1);
    expect(performance.now()).toBeGreaterThan(0);
  });
});
