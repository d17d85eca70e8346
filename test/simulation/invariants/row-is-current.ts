import { rowOf } from '../../../shared/domain/list-row.ts';
import type { Invariant } from './invariant.ts';

export const rowIsCurrent: Invariant = {
  name: 'row-is-current',
  about: 'The row of the lists says what the state says.',
  check: ({ row, state }) => {
    if (row === undefined || state === undefined) return ['there is no row'];
    const due = rowOf(state);
    const fields = ['phase', 'status', 'statusAt', 'nickname', 'service', 'openedAt', 'queue', 'workbin'] as const;
    const wrong = fields.filter((field) => row[field] !== due[field]);
    if (row.agents.join() !== due.agents.join())
      return [`row: agents ${row.agents.join()}, state: ${due.agents.join()}`];
    return wrong.map(
      (field) =>
        `row: ${field} ${String(row[field])} as of ${row.appliedIndex}, state: ${String(due[field])} at ${state.index}`,
    );
  },
};
