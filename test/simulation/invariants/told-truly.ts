import type { SessionAnswer } from '../../../shared/protocol/workflow-http.ts';
import type { History } from '../history.ts';
import { readNaively } from '../naive-status.ts';
import type { Invariant } from './invariant.ts';

const differencesOf = ({ log }: History, told: SessionAnswer): string[] => {
  const event = log[told.index - 1];
  const reading = readNaively(log)[told.index - 1];
  const called = `the workflow was told of ${told.index}`;
  if (event === undefined || reading === undefined) return [`${called}, which is not in the log`];
  const shown = {
    at: told.at,
    status: told.status,
    phase: told.phase,
    agents: told.agents.map(({ agentId }) => agentId).toSorted(),
    activeAt: told.activeAt,
    alertedAt: told.alertedAt,
  };
  const read = {
    at: event.at,
    status: reading.status,
    phase: reading.closed ? 'closed' : 'open',
    agents: reading.agents.toSorted(),
    activeAt: reading.activeAtMs,
    alertedAt: reading.alertedAtMs,
  };
  const [one, other] = [JSON.stringify(shown), JSON.stringify(read)];
  return one === other ? [] : [`${called} ${one}, read ${other}`];
};

export const toldTruly: Invariant = {
  name: 'told-truly',
  about: 'What a workflow is told of the chat is what a plain reading of the log up to that index gives.',
  check: (history) => history.told.flatMap((told) => differencesOf(history, told)),
};
