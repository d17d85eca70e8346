import { reportNaively } from '../../support/naive-report.ts';
import type { Invariant } from './invariant.ts';

export const reported: Invariant = {
  name: 'reported',
  about:
    'A chat that has closed has one row, however often it is reported: what a plain reading of its log gives; an open one has none.',
  check: ({ log, facts, reported: told, harms }) => {
    const due = reportNaively(log);
    if (due === undefined) return facts.length + told.length === 0 ? [] : ['an open chat was reported'];
    if (facts.length === 0) return harms.has('record-lost') ? [] : ['the chat was never reported'];
    const rows = new Set(facts.map((fact) => JSON.stringify(fact)));
    if (rows.size > 1) return [`${rows.size} rows of one chat differ`];
    if (!rows.has(JSON.stringify(due))) return [`row: ${[...rows].join()}, log: ${JSON.stringify(due)}`];
    const closed = log.at(-1);
    const isAsked = closed?.type === 'chat-closed' && (closed.stop !== undefined || closed.attach !== undefined);
    if (isAsked !== told.length > 0) return [`reports on the bus: ${told.length}, though asked for: ${isAsked}`];
    return told.every(({ interactionStopped }) => interactionStopped === due.interaction_stopped)
      ? []
      : ['what was told of the interaction is not what the row says'];
  },
};
