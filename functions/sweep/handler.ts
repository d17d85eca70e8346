import { sweep, type SweepDeps, type SweepReport } from '../../shared/app/sweep.ts';

/** The recurring tick: finds chats whose wake-up or effects were lost (STUCK-1). The event of the tick says nothing. */
export const makeHandler = (deps: SweepDeps) => async (): Promise<SweepReport> => {
  const report = await sweep(deps);
  if (report.looked > 0) deps.journal.note('SWEEP_DONE', { ...report });
  return report;
};
