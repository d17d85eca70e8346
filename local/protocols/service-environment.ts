import type { Activity, CloudClock } from '../contracts.ts';

/** What every emulated service is given by the wiring. */
export interface ServiceEnvironment {
  readonly clock: CloudClock;
  /** Holds virtual time still while a delivery is under way. */
  readonly activity: Activity;
  readonly region: string;
  readonly accountId: string;
  /** Folder for what must survive a restart; without it everything lives in memory. */
  readonly dataDir?: string;
  /** Told about deliveries that failed. Never throws. */
  readonly report: (problem: string, cause: unknown) => void;
}
