import type { MemoryFate } from '../../../shared/adapters/memory/memory-files.ts';
import type { Invariant } from './invariant.ts';

export const filesSettled: Invariant = {
  name: 'files-settled',
  about:
    'The store keeps the files of an open chat, keeps those of a closed one for 90 days, and has none that was deleted.',
  check: ({ state, log, fileFates, harms }) => {
    if (harms.has('record-lost')) return [];
    const wanted: MemoryFate = state?.phase === 'closed' ? 'closed' : 'kept';
    const deleted = new Set(log.flatMap((event) => (event.type === 'file-deleted' ? [event.file] : [])));
    return log.flatMap((event) => {
      if (event.type !== 'file-uploaded') return [];
      const fate = fileFates.get(event.file);
      if (deleted.has(event.file)) return fate === undefined ? [] : [`${event.file} was deleted and is ${fate}`];
      return fate === wanted ? [] : [`${event.file} is ${fate ?? 'gone'} and should be ${wanted}`];
    });
  },
};
