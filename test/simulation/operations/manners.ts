import type { Manner } from '../cast/workflow.ts';

/** How a workflow speaks: mostly to everybody, sometimes as a bot, sometimes for some only. */
export const MANNERS: readonly Manner[] = [{}, {}, {}, { bot: true }, { visibility: 'INT' }, { visibility: 'VIP' }];
