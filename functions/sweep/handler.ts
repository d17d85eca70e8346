import { watchDesks } from '../../shared/app/desk-presence.ts';
import { sweep, type SweepDeps, type SweepReport } from '../../shared/app/sweep.ts';

/** The recurring tick: finds desks that vanished (AGENT-6) and chats whose wake-up or effects were lost (STUCK-1). The event of the tick says nothing. */
export const makeHandler = (deps: SweepDeps) => async (): Promise<SweepReport & { lostDesks: number }> => {
  const lostDesks = await watchDesks(deps);
  const report = { ...(await sweep(deps)), lostDesks };
  if (report.looked > 0 || lostDesks > 0) deps.journal.note('SWEEP_DONE', report);
  return report;
};
