import type { FactStore, ReportBus, Reported } from '../../app/ports.ts';
import type { SessionFact } from '../../domain/reporting/columns.ts';

/** Rows that can be looked at. */
export interface MemoryFacts extends FactStore {
  /** Every file by its name, in the order of writing; a repeat of the same rows replaces its file. */
  files(): ReadonlyMap<string, readonly SessionFact[]>;
  /** Every row that is kept, copies included. */
  rows(): readonly SessionFact[];
}

/** Plays the store of rows. */
export const memoryFacts = (): MemoryFacts => {
  const kept = new Map<string, readonly SessionFact[]>();
  return {
    put: async (day, facts) => {
      const sorted = facts.map((fact) => ({ ...fact })).sort((a, b) => (a.chat_id < b.chat_id ? -1 : 1));
      kept.set(`${day}/${sorted.map((fact) => fact.chat_id).join('+')}`, sorted);
    },
    files: () => new Map(kept),
    rows: () => [...kept.values()].flat(),
  };
};

/** A bus that remembers the reports. */
export interface MemoryReportBus extends ReportBus {
  /** Everything reported, in order, repeats included. */
  reported(): readonly Reported[];
}

/** Plays the bus of reports. */
export const memoryReportBus = (): MemoryReportBus => {
  const all: Reported[] = [];
  return {
    report: async (reported) => {
      all.push({ ...reported });
    },
    reported: () => all.slice(),
  };
};
