import type { Plot } from '../plot.ts';
import { clockPlots } from './clocks.ts';
import { comingPlots } from './comings-and-goings.ts';
import { conversationPlots } from './conversation.ts';
import { filePlots } from './files.ts';
import { lossPlots } from './losses.ts';
import { openingPlots } from './openings.ts';
import { presencePlots } from './presence.ts';
import { retryPlots } from './retries.ts';
import { sleeperPlots } from './sleepers.ts';
import { workflowPlots } from './workflows.ts';

/** Every plot. A new one is an entry in one of these files. */
export const allPlots: readonly Plot[] = [
  ...openingPlots,
  ...comingPlots,
  ...conversationPlots,
  ...clockPlots,
  ...presencePlots,
  ...lossPlots,
  ...retryPlots,
  ...sleeperPlots,
  ...workflowPlots,
  ...filePlots,
];
