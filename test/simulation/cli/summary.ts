import { allFaults } from '../faults/all-faults.ts';
import { allInvariants } from '../invariants/all-invariants.ts';
import { EVENTS_NAMES, LATENESS_NAMES, type Tally } from '../engine/tally.ts';

const columns = (counts: Readonly<Record<string, number>>, order?: readonly string[]): string[] => {
  const keys = order ?? Object.keys(counts).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  return keys.map((key) => `  ${key.padEnd(24)} ${(counts[key] ?? 0).toLocaleString('en').padStart(14)}`);
};

const histogram = (counts: Readonly<Record<string, number>>, order: readonly string[]): string[] => {
  const most = Math.max(1, ...Object.values(counts));
  return order.map((key) => {
    const value = counts[key] ?? 0;
    return `  ${key.padEnd(24)} ${value.toLocaleString('en').padStart(14)}  ${'#'.repeat(Math.ceil((40 * value) / most))}`;
  });
};

/** Faults that were allowed and never struck: a run that says nothing about them. */
export const idleFaults = (tally: Tally, allowed: readonly string[]): string[] =>
  allowed.filter((name) => (tally.struck[name] ?? 0) === 0);

/** The result for people. */
export const summaryOf = (tally: Tally, sec: number, allowed: readonly string[]): string => {
  const { sessions, steps, events, commands, acknowledged } = tally;
  const lines = [
    `${sessions.toLocaleString('en')} sessions in ${sec.toFixed(1)} s: ${commands.toLocaleString('en')} commands, ${acknowledged.toLocaleString('en')} acknowledged, ${events.toLocaleString('en')} events, ${steps.toLocaleString('en')} steps`,
    '',
    'Faults that struck',
    ...columns(
      tally.struck,
      allFaults.map(({ name }) => name).filter((name) => allowed.includes(name)),
    ),
    '',
    'Operations',
    ...columns(tally.operations),
    '',
    'Events by type',
    ...columns(tally.eventTypes),
    '',
    'Events in one chat',
    ...histogram(tally.eventsPerChat, EVENTS_NAMES),
    '',
    'Alerts and closes by how late they came (jitter, rounding and faults included)',
    ...histogram(tally.lateness, LATENESS_NAMES),
    '',
    'Violations',
    ...columns(
      Object.fromEntries(
        allInvariants.map(({ name }) => [name, tally.breaches.filter(({ invariant }) => invariant === name).length]),
      ),
      allInvariants.map(({ name }) => name),
    ),
  ];
  return lines.join('\n');
};
