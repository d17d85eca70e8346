import type { Journal } from '../../app/ports.ts';

/** One line noted. */
export interface Noted {
  readonly code: Parameters<Journal['note']>[0];
  readonly fields: Parameters<Journal['note']>[1];
}

/** A journal that remembers. */
export interface MemoryJournal extends Journal {
  /** Everything noted, in order. */
  noted(): readonly Noted[];
}

/** Plays the operators' journal. */
export const memoryJournal = (): MemoryJournal => {
  const lines: Noted[] = [];
  return {
    note: (code, fields) => {
      lines.push({ code, fields });
    },
    noted: () => lines.slice(),
  };
};
