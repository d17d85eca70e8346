import type { ChatLog, LogEntry } from '../../../shared/app/ports.ts';
import { effectsOf } from '../../../shared/domain/effects.ts';
import type { ChatId } from '../../../shared/domain/events.ts';
import { evolve } from '../../../shared/domain/evolve.ts';
import { SNAPSHOT_EVERY } from '../../../shared/domain/limits.ts';
import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

/** The same event at the next place, without another look at whether it is still due. */
const movedUp = async (log: ChatLog, chatId: ChatId, entry: LogEntry): Promise<LogEntry> => {
  const state = (await log.load(chatId, 'strong'))?.state;
  if (state === undefined) return entry;
  const event = { ...entry.event, index: state.index + 1, at: Math.max(entry.event.at, state.at) };
  const after = evolve(state, event);
  const snapshot = event.index % SNAPSHOT_EVERY === 0 ? { snapshot: after } : {};
  return { event, effects: effectsOf(state, event, after), ...snapshot };
};

export const decidedAgain: Ablation = {
  name: 'decided-again',
  rule: 'A lost race is decided again on the state that won (LOG-5); here a wake-up puts what it had decided at the next place.',
  breaks: ['idle-clock', 'nothing-after-close', 'removed-late'],
  faults: ['slow-call'],
  ports: (ports, { by }) => {
    const { log } = ports;
    if (by !== 'wake') return ports;
    return replaced(ports, {
      log: replaced(log, {
        append: async (chatId, entry) => {
          const appended = await log.append(chatId, entry);
          if (appended.kind === 'committed' || appended.by.id === entry.event.id) return appended;
          return log.append(chatId, await movedUp(log, chatId, entry));
        },
      }),
    });
  },
};
