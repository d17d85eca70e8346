import { describe, expect, it } from 'vitest';
import { effectsFrom, fromItem, snapshotFrom, toItem } from '../../shared/adapters/dynamodb/items.ts';
import type { ChatEvent } from '../../shared/domain/events.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { SNAPSHOT_EVERY } from '../../shared/domain/limits.ts';
import type { Session } from '../../shared/domain/session.ts';
import { readHistories } from './history.ts';

const histories = readHistories();

/** What every history together must hold, or something is not kept. */
const TYPES: readonly ChatEvent['type'][] = [
  'agent-joined',
  'agent-left',
  'chat-closed',
  'chat-opened',
  'customer-connected',
  'customer-disconnected',
  'customer-removed',
  'customer-restored',
  'file-deleted',
  'file-fetched',
  'file-uploaded',
  'idle-alerted',
  'message-posted',
  'notice-sent',
  'presence-confirmed',
  'presence-doubted',
  'typing-noted',
  'unseen-noted',
  'user-data-updated',
  'wake-up-moved',
];

const valuesOf = (name: string): unknown[] => {
  const values = histories.flatMap(([, { steps }]) => steps.flatMap(({ event }) => event[name] ?? []));
  return [...new Set(values)].toSorted();
};

describe('recorded histories', () => {
  it('hold every type of event, every cause, every kind of effect', () => {
    expect(valuesOf('type')).toEqual(TYPES);
    expect(valuesOf('cause')).toEqual([
      'abandoned',
      'agent',
      'closed',
      'customer',
      'gone',
      'hold',
      'idle',
      'lease-over',
      'left',
      'lost',
      'transferred',
    ]);
    const kinds = histories.flatMap(([, { steps }]) => steps.flatMap(({ effects }) => effects.map(({ kind }) => kind)));
    const known = ['announce', 'arm-wake-up', 'expire-log', 'forget-agent-chat', 'push', 'settle-files', 'write-row'];
    expect([...new Set(kinds)].toSorted()).toEqual(known);
    expect(valuesOf('overdue')).not.toEqual([]);
  });

  it.each(histories)('[LOG-3, SKEW-3] %s folds to the states that it had', (_name, { steps }) => {
    let state: Session | undefined;
    for (const { item, state: recorded } of steps) {
      state = evolve(state, fromItem(item));
      expect(state).toEqual(recorded);
    }
  });

  it.each(histories)('[SKEW-2, LOG-2] %s goes on from every snapshot that was stored', (_name, { steps }) => {
    for (const { item, state } of steps) {
      const snapshot = snapshotFrom(item);
      expect(snapshot).toEqual(state.index % SNAPSHOT_EVERY === 0 ? state : undefined);
      if (snapshot === undefined) continue;
      const rest = steps.slice(state.index);
      expect(rest.reduce((before, step) => evolve(before, fromItem(step.item)), snapshot)).toEqual(steps.at(-1)?.state);
    }
  });

  it.each(histories)('[SKEW-3, EFF-3] %s is read from its items as it was', (_name, { chatId, steps }) => {
    for (const { item, event, effects } of steps) {
      expect(fromItem(item)).toEqual(event);
      expect(effectsFrom(item)?.effects ?? []).toEqual(effects);
      // What is written today of the same event and state is what was written then.
      const snapshot = snapshotFrom(item);
      const entry = { event: fromItem(item), effects: effectsFrom(item)?.effects ?? [] };
      const written = toItem(chatId, snapshot === undefined ? entry : { ...entry, snapshot });
      expect(Object.keys(written).toSorted()).toEqual(Object.keys(item).toSorted());
      for (const [name, value] of Object.entries(written)) {
        if (!['d', 'e', 's'].includes(name)) expect(value).toEqual(item[name]);
        else expect(JSON.parse(value.S ?? '')).toEqual(JSON.parse(String(Object.values(item[name] ?? {})[0])));
      }
    }
  });
});
