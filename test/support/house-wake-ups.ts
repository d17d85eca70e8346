import { memoryWakeUps, type MemoryWakeUps } from '../../shared/adapters/memory/memory-wake-ups.ts';
import { schedulerAt, wakeUpsOn } from '../contract/support/scheduler-endpoint.ts';

/**
 * Wake-ups in memory. When `SCHEDULER_ENDPOINT` names another implementation of Scheduler and SQS, each is asked for
 * there as well, and a refusal there is a failure here; the house's clock still says when they come.
 */
export const houseWakeUps = (): MemoryWakeUps => {
  const copy = memoryWakeUps();
  const endpoint = process.env['SCHEDULER_ENDPOINT'];
  if (endpoint === undefined) return copy;
  const elsewhere = schedulerAt(endpoint).then(wakeUpsOn);
  return {
    ...copy,
    arm: async (...args) => {
      await (await elsewhere).arm(...args);
      await copy.arm(...args);
    },
  };
};
