import type { Workflow } from '../../simulation/cast/workflow.ts';
import type { Plot, Scene } from '../plot.ts';
import { together, until } from './scenes.ts';

const workflow = (atSec: number, act: (workflow: Workflow) => void): Scene => ({
  atSec,
  run: (stage) => act(stage.workflow),
});

/** As long as the workflow waits for an answer, and a little longer. */
const window = { fromSec: 5, toSec: 24 };

const plotOf = (name: string, act: (workflow: Workflow) => void): Plot => ({
  name,
  ...window,
  scenes: [...together, workflow(5, act), until(24)],
});

export const workflowPlots: readonly Plot[] = [
  plotOf('a workflow writes to both', (from) => from.submit('post')),
  plotOf('a workflow pushes a URL to agents', (from) => from.submit('notice', { visibility: 'INT' })),
  plotOf('a workflow sets user data', (from) => from.submit('user-data')),
  plotOf('a workflow closes', (from) => from.submit('close')),
];
