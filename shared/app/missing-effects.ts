import type { Effect } from '../domain/effects.ts';
import type { Session } from '../domain/session.ts';
import type { ChatLog, EffectsOfEvent } from './ports.ts';

const EVENTS_PER_READ = 100;

/** What brings new events about, or says that nothing is missing: comes when everything else has been done (STUCK-10). */
export const LAST_EFFECTS: readonly Effect['kind'][] = ['arm-wake-up', 'write-row'];

/**
 * The effects of which a row as of `appliedIndex` does not know whether they ran: all above it, if there is a newer row
 * among them; none otherwise (STUCK-5).
 */
export const missingEffects = async (
  log: ChatLog,
  appliedIndex: number,
  { chatId, index, rowIndex }: Session,
): Promise<EffectsOfEvent[]> => {
  const all: EffectsOfEvent[] = [];
  let position = appliedIndex >= rowIndex ? index : appliedIndex;
  while (position < index) {
    const page = await log.effectsAfter(chatId, position, EVENTS_PER_READ);
    all.push(...page.found);
    if (page.position <= position) break;
    position = page.position;
  }
  return all;
};
