import type { CommandId } from './events.ts';
import { reject, type Rejection } from './rejections.ts';
import type { Session } from './session.ts';

/** What the core answers when a command changes nothing: `index` is where it was accepted before, if it was. */
export interface Nothing {
  readonly kind: 'nothing';
  readonly index?: number;
}

/**
 * Tells a repeat from a new command (CMD-1 to CMD-3). A known id changes nothing and names its index. An id that may have
 * been accepted and forgotten is refused until its client has caught up past everything forgotten: then the client finds
 * it among its own events. Undefined means: decide.
 */
export const repeatOf = (state: Session, command: { id: CommandId; seen: number }): Nothing | Rejection | undefined => {
  const known = state.accepted.find((accepted) => accepted.id === command.id);
  if (known !== undefined) return { kind: 'nothing', index: known.index };
  if (command.seen >= state.forgotten) return undefined;
  const detail = `unable to tell whether the command is new; catch up to position ${state.forgotten} first`;
  return reject('catch-up-first', detail);
};
