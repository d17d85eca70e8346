import type { AgentId, ChatId } from '../domain/events.ts';
import { DESK_GRACE_MS, DESK_LEASE_MS } from '../domain/limits.ts';
import { commandIds } from './command-ids.ts';
import { deliver, type DeliveryDeps } from './deliver.ts';
import { handleCommand } from './handle-command.ts';
import type { AgentChats, Clock, Desk, DeskRegistry } from './ports.ts';
import { reasonOf } from './run-effects.ts';

/** A sign of life is noted at most once in a quarter of the lease: a ping costs no write in between. */
const TOUCH_EVERY_MS = DESK_LEASE_MS / 4;

/** Notes that a desk with a listed socket has been heard of. */
export const noteDeskAlive = async (
  deps: { readonly desks: DeskRegistry; readonly clock: Clock },
  desk: Desk,
): Promise<void> => {
  const now = deps.clock.now();
  if (desk.seenUntil - now < DESK_LEASE_MS - TOUCH_EVERY_MS) await deps.desks.touch(desk.agentId, now);
};

/** What watching desks needs. */
export interface DeskPresenceDeps extends DeliveryDeps {
  readonly agentChats: AgentChats;
}

const DESKS_PER_TICK = 100;

/**
 * Finds desks that vanished (AGENT-6). A lease that is over begins an absence; an absence as long as the grace is declared a
 * loss by one conditional update, which is the decision; then every chat of the desk is told, again until all are done.
 */
export const watchDesks = async (deps: DeskPresenceDeps): Promise<number> => {
  const due = await deps.desks.due(deps.clock.now(), DESKS_PER_TICK);
  let lost = 0;
  for (const agentId of due) {
    try {
      if (await watchDesk(deps, agentId)) lost++;
    } catch (error) {
      deps.journal.note('DESK_CHECK_FAILED', { agentId, reason: reasonOf(error) });
    }
  }
  return lost;
};

/** Looks at one desk; true when every chat has been told that it is lost. */
const watchDesk = async (deps: DeskPresenceDeps, agentId: AgentId): Promise<boolean> => {
  const now = deps.clock.now();
  const desk = await deps.desks.read(agentId);
  if (desk === undefined) return false;
  if (desk.sockets.length > 0) {
    await deps.desks.expire(agentId, now);
    return false;
  }
  if (desk.absentSince === undefined || desk.absentSince + DESK_GRACE_MS > now) return false;
  if (!(await deps.desks.declareLost(agentId, desk.absences, now - DESK_GRACE_MS))) return false;
  if (!(await loseEverywhere(deps, agentId, desk.epoch))) return false;
  await deps.desks.settle(agentId, desk.epoch);
  return true;
};

/** Tells every chat; one that cannot be told now keeps no other from being told. False when some are left for the next tick. */
const loseEverywhere = async (deps: DeskPresenceDeps, agentId: AgentId, epoch: number): Promise<boolean> => {
  let isDone = true;
  for (const chatId of await deps.agentChats.list(agentId)) {
    try {
      await loseInChat(deps, chatId, agentId, epoch);
    } catch (error) {
      isDone = false;
      deps.journal.note('DESK_CHECK_FAILED', { agentId, chatId, reason: reasonOf(error) });
    }
  }
  return isDone;
};

/** Removes the membership of that epoch or an older one, and only that (AGENT-5). */
const loseInChat = async (deps: DeskPresenceDeps, chatId: ChatId, agentId: AgentId, epoch: number): Promise<void> => {
  const id = commandIds.agentLost(agentId, epoch);
  const outcome = await handleCommand(deps, chatId, { command: { type: 'lose-agent', id, agentId, epoch } });
  if (outcome.kind === 'committed') await deliver(deps, outcome);
};
