import type { ChatOptions } from './options.ts';
import type { Session } from './session.ts';

/** Who but the customer may restore a chat: an agent by joining, the workflow (`esp`, External Services Protocol) by asking. */
type Restorer = 'agent' | 'esp';

/** Whether `session-restore-extend-by` lets them (RESTORE-1). */
export const mayRestore = ({ restoreBy }: Pick<ChatOptions, 'restoreBy'>, who: Restorer): boolean =>
  restoreBy === who || restoreBy === 'both';

/** Whether a restoration takes the customer back: removed, with a push subscription, and the service wants it (RESTORE-4). */
export const restoresCustomer = ({ customer }: Session, who: Restorer, options: ChatOptions): boolean =>
  customer.removed && customer.push && options.restorePush && mayRestore(options, who);
