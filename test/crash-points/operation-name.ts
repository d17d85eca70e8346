import * as v from 'valibot';
import type { ChatEvent } from '../../shared/domain/events.ts';
import type { Cause } from '../simulation/engine/cause.ts';

const Frame = v.object({
  op: v.string(),
  id: v.optional(v.string(), ''),
  visibility: v.optional(v.string(), 'ALL'),
});

type Frame = v.InferOutput<typeof Frame>;

const frameOf = (text: string): Frame => v.parse(Frame, JSON.parse(text));

/** Names who asked for a run: a repeat of the same by the same has the same key. */
export const keyOf = (cause: Cause): string => {
  switch (cause.what) {
    case 'frame': {
      const { op, id } = frameOf(cause.text);
      return `${cause.context['agentId'] ?? 'customer'} ${op} ${id}`.trim();
    }
    case 'disconnect':
      return `$disconnect ${cause.connectionId}`;
    case 'request':
      return cause.routeKey;
    case 'record':
      return `record ${cause.index}`;
    case 'retry':
      return `retry ${cause.index}.${cause.effect}`;
    case 'wake-up':
      return `wake-up ${cause.number} ${cause.messageId}`;
    case 'walk':
      return `walk ${cause.number}`;
    case 'push':
      return `push ${cause.upTo}`;
    case 'report':
      return `report ${cause.messageId}`;
    case 'tick':
      return 'tick';
  }
};

const whoOf = (context: Readonly<Record<string, string>>): string =>
  context['role'] === 'customer' ? 'customer' : 'agent';

const frameName = (context: Readonly<Record<string, string>>, text: string): string => {
  const { op, visibility } = frameOf(text);
  return `${whoOf(context)}: ${op}${visibility === 'ALL' ? '' : ` ${visibility}`}`;
};

const typesOf = (events: readonly ChatEvent[]): string => {
  const types = new Set(events.map(({ type }) => type));
  if (types.size > 1) types.delete('wake-up-moved');
  return types.size === 0 ? 'nothing due' : [...types].join(' + ');
};

const isOfTick = ({ id }: ChatEvent): boolean => id.startsWith('s/lost/') || id.startsWith('s/stuck/');

/** What a run was for, in the words of the list. `log` is the log at the end; `calls` are those of the run. */
export const operationName = (
  cause: Cause,
  log: readonly ChatEvent[],
  run: { atMs: number; calls: readonly string[] },
): string => {
  switch (cause.what) {
    case 'frame':
      return frameName(cause.context, cause.text);
    case 'disconnect':
      return `${whoOf(cause.context)}: $disconnect`;
    case 'request':
      return cause.routeKey;
    case 'record':
      return `effects of ${log[cause.index - 1]?.type ?? 'nothing'}`;
    case 'retry':
      return `retried effect of ${log[cause.index - 1]?.type ?? 'nothing'}`;
    case 'wake-up':
      return `wake-up: ${typesOf(log.filter(({ id }) => id === `s/wake/${cause.number}`))}`;
    case 'walk':
      return 'walk with new options';
    case 'push':
      return 'push';
    case 'report':
      return 'report';
    case 'tick':
      return `tick: ${tickName(log, run)}`;
  }
};

const TICK_MS = 15_000;

const tickName = (log: readonly ChatEvent[], { atMs, calls }: { atMs: number; calls: readonly string[] }): string => {
  const events = log.filter((event) => isOfTick(event) && event.at >= atMs && event.at < atMs + TICK_MS);
  if (events.length > 0) return typesOf(events);
  if (calls.includes('rows.remove')) return 'row without a log';
  if (calls.includes('log.effectsAfter')) return 'lost effects';
  if (calls.includes('desks.expire')) return 'silent desk';
  if (calls.includes('desks.declareLost')) return 'lost desk in no chat';
  return calls.includes('log.load') ? 'check, nothing due' : 'nothing due';
};
