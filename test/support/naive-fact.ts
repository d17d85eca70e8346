import type { ChatOptions } from '../../shared/domain/options.ts';

/** One thing that happened. */
export interface Fact {
  readonly index: number;
  readonly at: number;
  readonly what: string;
  /** `customer`, `system`, `workflow`, or an agent's id. */
  readonly by: string;
  readonly visibility: 'ALL' | 'INT' | 'VIP' | 'NONE';
  readonly id: string;
  readonly options: ChatOptions;
  readonly push?: boolean;
  /** The opening named a device to push to. */
  readonly subscribed?: boolean;
  /** The position that the customer is known to have caught up to, by this. */
  readonly seen?: number;
  /** The time of what waits to be seen begins anew. */
  readonly again?: boolean;
  /** The chat that this opened is a regular one. */
  readonly regular?: boolean;
  /** The event wrote new periods: looked at only where the unknown delay of a deadline decides (REG-7). */
  readonly periodsWritten?: boolean;
  /** The second alert of one silence. */
  readonly second?: boolean;
  readonly nickname?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly messageType?: string;
  readonly cause?: string;
  readonly agentId?: string;
  readonly epoch?: number;
  /** A socket that came, or that went. */
  readonly connectionId?: string;
  readonly contactAt?: number;
  /** A removed customer was taken back. */
  readonly restores?: boolean;
  readonly notice?: string;
  readonly counts?: boolean;
  readonly userData?: object;
  readonly place?: object;
  /** Said as a bot. */
  readonly bot?: boolean;
  readonly file?: string;
  readonly name?: string;
  readonly sizeBytes?: number;
  readonly contentType?: string;
  readonly freed?: boolean;
}
