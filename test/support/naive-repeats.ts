import type { Fact } from './naive-fact.ts';

/* The part of the second model that is about repeats, from docs/SPEC.md alone. */

const KNOWN_COMMANDS = 32;

/** What somebody says, or gives. */
export const SAID = ['message-posted', 'notice-sent', 'user-data-updated', 'file-uploaded', 'file-deleted'];

/** The answer to a command that may have been given before (CMD-1 to CMD-3). */
export const repeatedAnswer = (
  facts: readonly Fact[],
  id: string,
  seen: number,
):
  | { readonly kind: 'nothing'; readonly index: number }
  | { readonly kind: 'rejected'; readonly code: string }
  | undefined => {
  const commands = facts.filter(
    ({ what, by }) => by !== 'system' && [...SAID, 'agent-joined', 'agent-left', 'chat-closed'].includes(what),
  );
  const known = commands.slice(-KNOWN_COMMANDS).find((fact) => fact.id === id);
  if (known !== undefined) return { kind: 'nothing', index: known.index };
  const forgotten = commands.at(-KNOWN_COMMANDS - 1)?.index ?? 0;
  return seen < forgotten ? { kind: 'rejected', code: 'catch-up-first' } : undefined;
};
