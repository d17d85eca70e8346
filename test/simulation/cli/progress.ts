import type { Tally } from '../engine/tally.ts';

const BAR = 30;

/** So many seeds with a violation are named while the run goes on. */
const SEEDS_SHOWN_MAX = 5;

const duration = (sec: number): string => {
  const whole = Math.round(sec);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
};

/** Says how far a run is: a bar where somebody watches, a line every few seconds where nobody does. */
export const makeProgress = (sessions: number, out: NodeJS.WriteStream): ((sum: Tally) => void) => {
  const startedMs = performance.now();
  const everyMs = out.isTTY ? 200 : 5_000;
  let shownMs = startedMs;
  return (sum) => {
    const nowMs = performance.now();
    const isDone = sum.sessions >= sessions;
    if (nowMs - shownMs < everyMs && !(isDone && out.isTTY)) return;
    shownMs = nowMs;
    const sec = (nowMs - startedMs) / 1000;
    const rate = sum.sessions / sec;
    const filled = Math.round((BAR * sum.sessions) / sessions);
    const left = duration((sessions - sum.sessions) / rate);
    const seeds = [...new Set(sum.breaches.map(({ seed }) => seed))].slice(0, SEEDS_SHOWN_MAX);
    const broken = seeds.length === 0 ? '' : ` (seed ${seeds.join(', ')})`;
    const text = `${sum.sessions.toLocaleString('en')} of ${sessions.toLocaleString('en')} sessions, ${rate.toFixed(0)}/s, ${left} left, ${sum.breaches.length} violations${broken}`;
    if (out.isTTY) out.write(`\r[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${text}  ${isDone ? '\n' : ''}`);
    else out.write(`${text}\n`);
  };
};
