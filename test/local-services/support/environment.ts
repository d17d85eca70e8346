import type { ServiceEnvironment } from '../../../local/protocols/service-environment.ts';
import type { TestTime } from './virtual-clock.ts';

export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';

/** The wiring's part for a service under test, and the problems that it reported. */
export function testEnvironment(
  time: TestTime,
  dataDir?: string,
): { environment: ServiceEnvironment; problems: string[] } {
  const problems: string[] = [];
  const environment: ServiceEnvironment = {
    clock: time.clock,
    activity: time.activity,
    region: REGION,
    accountId: ACCOUNT,
    report: (problem) => problems.push(problem),
    ...(dataDir === undefined ? {} : { dataDir }),
  };
  return { environment, problems };
}
