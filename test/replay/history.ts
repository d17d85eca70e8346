import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { toItem } from '../../shared/adapters/dynamodb/items.ts';
import type { ChatLog } from '../../shared/app/ports.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { SNAPSHOT_EVERY } from '../../shared/domain/limits.ts';
import type { Session } from '../../shared/domain/session.ts';

/** Where the histories lie, one file for each. */
export const HISTORIES = fileURLToPath(new URL('./histories/', import.meta.url));

const Attributes = v.record(
  v.string(),
  v.union([v.strictObject({ S: v.string() }), v.strictObject({ N: v.string() })]),
);

const History = v.strictObject({
  chatId: v.string(),
  /** For each event: the item as it was stored, what it was, and the state after it. */
  steps: v.array(
    v.strictObject({
      item: Attributes,
      event: v.looseObject({ v: v.number(), type: v.string() }),
      effects: v.array(v.looseObject({ kind: v.string() })),
      state: v.looseObject({ index: v.number() }),
    }),
  ),
});

/** A chat as it was recorded: nothing in it may ever be read differently. */
export type History = v.InferOutput<typeof History>;

/** The recorded histories by name. */
export const readHistories = (): [name: string, history: History][] =>
  readdirSync(HISTORIES)
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file.replace('.json', ''), v.parse(History, JSON.parse(readFileSync(HISTORIES + file, 'utf8')))]);

/** What is to be recorded of a chat in a log. */
export const historyOf = async (log: ChatLog, chatId: string): Promise<History> => {
  const { events } = await log.readAfter(chatId, 0, 200, 'strong');
  const { found } = await log.effectsAfter(chatId, 0, 200);
  let state: Session | undefined;
  const steps = events.map((event) => {
    const after = evolve(state, event);
    state = after;
    const effects = found.find(({ index }) => index === event.index)?.effects ?? [];
    const snapshot = event.index % SNAPSHOT_EVERY === 0 ? { snapshot: after } : {};
    return { item: toItem(chatId, { event, effects, ...snapshot }), event, effects, state: after };
  });
  return v.parse(History, JSON.parse(JSON.stringify({ chatId, steps })));
};
