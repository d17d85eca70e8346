import { replaced, type AllDeps } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

/** The window holds one: whatever was accepted before it is forgotten. */
const oneKnown = (ports: AllDeps): AllDeps =>
  withState(ports, (state) => ({
    ...state,
    accepted: state.accepted.slice(-1),
    forgotten: state.accepted.at(-2)?.index ?? state.forgotten,
  }));

/** The log as the search for a workflow's command sees it: nobody's command has that id. */
const nothingFound = (ports: AllDeps): AllDeps =>
  replaced(ports, {
    log: replaced(ports.log, {
      readAfter: async (...args) => {
        const page = await ports.log.readAfter(...args);
        return { ...page, events: page.events.map((event) => ({ ...event, id: 's/unknown' })) };
      },
    }),
  });

export const workflowLogIsSearched: Ablation = {
  name: 'workflow-log-is-searched',
  rule: 'A command of a workflow that the window has forgotten is looked for in the log (FLOW-6); here the window holds one.',
  breaks: ['acknowledged-once'],
  faults: ['crash-after', 'answer-lost', 'frame-doubled', 'frame-lost'],
  ports: (ports, { by }) => (by === 'http' ? oneKnown(nothingFound(ports)) : ports),
};
