import type { Effect } from '../domain/effects.ts';
import type { ChatId } from '../domain/events.ts';
import type { KeptFiles } from './ports-of-files.ts';
import { settleFiles } from './settle-files.ts';
import type {
  AgentChats,
  Bus,
  ChatLog,
  Clock,
  EffectsOfEvent,
  Journal,
  ListRows,
  PushQueue,
  RetryQueue,
  WakeUps,
} from './ports.ts';

/** What carrying out effects needs. */
export interface EffectDeps {
  readonly log: ChatLog;
  readonly clock: Clock;
  readonly rows: ListRows;
  readonly agentChats: AgentChats;
  readonly wakeUps: WakeUps;
  readonly bus: Bus;
  readonly retries: RetryQueue;
  readonly pushes: PushQueue;
  readonly files: KeptFiles;
  readonly journal: Journal;
}

/** How long a closed chat is kept. */
export const RETENTION_SEC = 90 * 86_400;

/** The last item and the row go after everything else (END-2). */
const LAST_WORD_SEC = 86_400;

const EXPIRE_PER_CALL = 500;

/**
 * Carries out one effect. Each is a statement as of its index, safe to repeat, to delay and to reorder (EFF-1).
 * @throws whatever the port throws: the caller hands the effect to the retry queue.
 */
export const runEffect = async (deps: EffectDeps, at: EffectsOfEvent, effect: Effect): Promise<void> => {
  const { chatId, index } = at;
  switch (effect.kind) {
    case 'arm-wake-up':
      return deps.wakeUps.arm(chatId, effect.arming, deps.clock.now());
    case 'write-row': {
      const { row } = effect;
      const expiresAtSec = Math.floor(at.at / 1000) + RETENTION_SEC + LAST_WORD_SEC;
      return deps.rows.write(chatId, index, row, row.phase === 'closed' ? expiresAtSec : undefined);
    }
    case 'announce': {
      const { kind: _kind, ...fact } = effect;
      return deps.bus.announce({ ...fact, id: `${chatId}.${index}.${effect.name}`, chatId, index, at: at.at });
    }
    case 'forget-agent-chat':
      return deps.agentChats.forget(effect.agentId, chatId, index);
    case 'expire-log':
      return expireLog(deps, at);
    case 'push':
      return deps.pushes.send({ chatId, upTo: effect.upTo });
    case 'settle-files':
      return settleFiles(deps, chatId, effect.files);
  }
};

const expireLog = async (deps: EffectDeps, { chatId, index, at }: EffectsOfEvent): Promise<void> => {
  const expiresAtSec = Math.floor(at / 1000) + RETENTION_SEC;
  let position = 0;
  while (position < index - 1) {
    const limit = Math.min(EXPIRE_PER_CALL, index - 1 - position);
    const done = await deps.log.expire(chatId, position, limit, expiresAtSec);
    if (done.position <= position) break;
    position = done.position;
  }
  await deps.log.expire(chatId, index - 1, 1, expiresAtSec + LAST_WORD_SEC);
};

/**
 * Tries every effect of an event, or those that are `wanted`, whatever becomes of the others, and hands those that failed
 * to the retry queue (EFF-3).
 * @throws what the retry queue throws: then something is neither done nor handed on.
 */
export const runEffects = async (
  deps: EffectDeps,
  of: EffectsOfEvent,
  wanted: (effect: Effect) => boolean = () => true,
): Promise<void> => {
  const runs = of.effects.map(async (effect) => (wanted(effect) ? runEffect(deps, of, effect) : undefined));
  const settled = await Promise.allSettled(runs);
  for (const [place, result] of settled.entries()) {
    if (result.status === 'fulfilled') continue;
    const { chatId, index } = of;
    deps.journal.note('EFFECT_FAILED', {
      chatId,
      index,
      effect: of.effects[place]?.kind ?? '',
      reason: reasonOf(result.reason),
    });
    await deps.retries.send({ chatId, index, effect: place });
  }
};

/** An error's name, which says enough for a log line and holds nobody's text. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

/**
 * Carries out one effect again, from the log itself.
 * @throws when it fails once more: the queue brings it back, for days, and then dead-letters it.
 */
export const retryEffect = async (
  deps: EffectDeps,
  failed: { readonly chatId: ChatId; readonly index: number; readonly effect: number },
): Promise<void> => {
  const { found } = await deps.log.effectsAfter(failed.chatId, failed.index - 1, 1);
  const effect = found[0]?.effects[failed.effect];
  if (found[0] === undefined || effect === undefined) return;
  await runEffect(deps, found[0], effect);
};
