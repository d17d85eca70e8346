import type { Operation } from './operation.ts';
import { agentCloses } from './agent-closes.ts';
import { agentCoaches } from './agent-coaches.ts';
import { agentHolds } from './agent-holds.ts';
import { agentJoins } from './agent-joins.ts';
import { agentLeaves } from './agent-leaves.ts';
import { agentPosts } from './agent-posts.ts';
import { agentTypes } from './agent-types.ts';
import { agentChangesData } from './agent-changes-data.ts';
import { agentNotifies } from './agent-notifies.ts';
import { agentReads } from './agent-reads.ts';
import { agentTransfers } from './agent-transfers.ts';
import { customerChangesData } from './customer-changes-data.ts';
import { customerNotifies } from './customer-notifies.ts';
import { burst } from './burst.ts';
import { customerCloses } from './customer-closes.ts';
import { customerGoesOn } from './customer-goes-on.ts';
import { customerOpensAgain } from './customer-opens-again.ts';
import { customerPolls } from './customer-polls.ts';
import { customerPosts } from './customer-posts.ts';
import { customerReads } from './customer-reads.ts';
import { customerTypes } from './customer-types.ts';
import { networkFails } from './network-fails.ts';
import { optionsApplied } from './options-applied.ts';
import { optionsChange } from './options-change.ts';
import { pageCloses } from './page-closes.ts';
import { pageHides } from './page-hides.ts';
import { pageOpens } from './page-opens.ts';
import { pageReloads } from './page-reloads.ts';
import { pageShows } from './page-shows.ts';
import { socketGoesDead } from './socket-goes-dead.ts';
import { twoAtOnce } from './two-at-once.ts';
import { workflowAsks } from './workflow-asks.ts';
import { workflowChangesData } from './workflow-changes-data.ts';
import { workflowCloses } from './workflow-closes.ts';
import { workflowNotifies } from './workflow-notifies.ts';
import { workflowPosts } from './workflow-posts.ts';
import { workflowRestores } from './workflow-restores.ts';

/** Every operation that is chosen by chance. */
export const allOperations: readonly Operation[] = [
  agentCloses,
  agentCoaches,
  agentHolds,
  agentJoins,
  agentLeaves,
  agentPosts,
  agentReads,
  agentTypes,
  agentChangesData,
  agentNotifies,
  agentTransfers,
  customerChangesData,
  customerNotifies,
  burst,
  customerCloses,
  customerGoesOn,
  customerOpensAgain,
  customerPolls,
  customerPosts,
  customerReads,
  customerTypes,
  networkFails,
  optionsApplied,
  optionsChange,
  pageCloses,
  pageHides,
  pageOpens,
  pageReloads,
  pageShows,
  socketGoesDead,
  twoAtOnce,
  workflowAsks,
  workflowChangesData,
  workflowCloses,
  workflowNotifies,
  workflowPosts,
  workflowRestores,
];
