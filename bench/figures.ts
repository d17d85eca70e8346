import { PING_HIDDEN_SEC, PING_VISIBLE_SEC } from '../shared/protocol/limits.ts';
import { bundleFunctions } from '../scripts/bundle.ts';
import type { Bar } from './bars.ts';
import {
  backupCost,
  conversationsCost,
  dollarsOf,
  messagesCost,
  sleepCost,
  totalOf,
  type Assumptions,
  type CostLine,
} from './cost.ts';
import { ASLEEP_DAYS, BETWEEN_MESSAGES_SEC, CHATS_OF_A_DESK, measureLife, MESSAGES_OF_A_CHAT } from './life.ts';
import type { LifeFigures } from './life.ts';
import { measureMessages, type MessageFigures } from './messages.ts';
import { makeAssembly, startStack, type Assembly, type BenchStack } from './stack.ts';

/** The `socket` bundle's limit, in bytes. */
const SOCKET_BYTES_MAX = 262_144;

/** Runs of the recurring tick in a month. */
const TICKS_OF_A_MONTH = 30.4 * 24 * 60;

export const ASSUMPTIONS: Assumptions = {
  lambdaMs: 30,
  memoryGb: 0.25,
  messagesOfAChat: MESSAGES_OF_A_CHAT,
  chatsOfADesk: CHATS_OF_A_DESK,
  minutesOfAChat: (MESSAGES_OF_A_CHAT * BETWEEN_MESSAGES_SEC) / 60,
  pingSec: PING_VISIBLE_SEC,
  typingPerMessage: 1,
};

/** Calculations in dollars for a million, by what the million is. */
export interface Costs {
  readonly messages: readonly CostLine[];
  readonly conversations: readonly CostLine[];
  /** The same, all-in, with pages that nobody looks at and nobody typing: the sum alone. */
  readonly quietConversations: number;
  readonly asleep: readonly CostLine[];
  readonly woken: readonly CostLine[];
  /** Apart: what a million chats cost on their way into sleep, their backups for a week, and a stack without chats for a month. */
  readonly fallingAsleep: number;
  readonly backups: number;
  readonly ticksOfAMonth: number;
}

/** Everything that the bench found out. */
export interface Figures {
  readonly messages: number;
  readonly messagesOverSockets: number;
  readonly writeUnitsPerMessage: number;
  readonly readUnitsPerMessage: number;
  readonly schedulerCallsPerMessage: number;
  readonly queueCallsPerMessage: number;
  readonly streamInvocationsPerMessage: number;
  readonly postsPerMessage: number;
  readonly readUnitsRatioLongToShort: number;
  readonly writeUnitsRatioLongToShort: number;
  readonly longLength: number;
  readonly handlerCpuRatio: number;
  readonly handlerCpuMs: number;
  readonly bareCpuMs: number;
  readonly bundleBytes: Readonly<Record<string, number>>;
  readonly assumptions: Assumptions;
  readonly cost: Costs;
  readonly life: LifeFigures;
  readonly bars: readonly Bar[];
}

/** Measures everything, which takes minutes. Rejects when a call was refused or a function failed meanwhile. */
export const measureAll = async (messages: number, say: (text: string) => void): Promise<Figures> => {
  const { functions } = await bundleFunctions();
  const assembly = await makeAssembly();
  say('bundled and synthesized');
  try {
    const ordinary = await onStack(assembly, (stack) => measureMessages(stack, assembly, messages, say));
    const life = await onStack(assembly, (stack) => measureLife(stack, say));
    return figuresOf(ordinary, life, Object.fromEntries(functions.map(({ name, bytes }) => [name, bytes])));
  } finally {
    assembly.remove();
  }
};

const onStack = async <T>(assembly: Assembly, work: (stack: BenchStack) => Promise<T>): Promise<T> => {
  const stack = await startStack(assembly);
  try {
    const result = await work(stack);
    const [trouble] = stack.troubles;
    if (trouble !== undefined) throw new Error(`unable to measure; ${trouble}`);
    return result;
  } finally {
    await stack.stop();
  }
};

const costsOf = (ordinary: MessageFigures, life: LifeFigures): Costs => ({
  messages: messagesCost(ordinary.average, ASSUMPTIONS),
  conversations: conversationsCost(life, ASSUMPTIONS),
  quietConversations: totalOf(
    conversationsCost(life, { ...ASSUMPTIONS, pingSec: PING_HIDDEN_SEC, typingPerMessage: 0 }),
  ),
  asleep: sleepCost(life.asleep, life.storedBytes, ASLEEP_DAYS, ASSUMPTIONS),
  woken: sleepCost(life.woken, life.storedBytes, ASLEEP_DAYS, ASSUMPTIONS),
  fallingAsleep: 1e6 * dollarsOf(life.fallingAsleep, ASSUMPTIONS),
  backups: backupCost(life.storedBytes, ASLEEP_DAYS),
  ticksOfAMonth: TICKS_OF_A_MONTH * dollarsOf(life.tick, ASSUMPTIONS),
});

const figuresOf = (
  ordinary: MessageFigures,
  life: LifeFigures,
  bundleBytes: Readonly<Record<string, number>>,
): Figures => {
  const { average, short, long } = ordinary;
  const figures = {
    messages: ordinary.messages,
    messagesOverSockets: ordinary.overSockets,
    writeUnitsPerMessage: average.writeUnits,
    readUnitsPerMessage: average.readUnits,
    schedulerCallsPerMessage: average.schedulerCalls,
    queueCallsPerMessage: average.queueCalls,
    streamInvocationsPerMessage: average.streamInvocations,
    postsPerMessage: average.posts,
    readUnitsRatioLongToShort: long.readUnits / short.readUnits,
    writeUnitsRatioLongToShort: long.writeUnits / short.writeUnits,
    longLength: ordinary.longLength,
    handlerCpuRatio: ordinary.handlerCpuMs / ordinary.bareCpuMs,
    handlerCpuMs: ordinary.handlerCpuMs,
    bareCpuMs: ordinary.bareCpuMs,
    bundleBytes,
    assumptions: ASSUMPTIONS,
    cost: costsOf(ordinary, life),
    life,
  };
  return { ...figures, bars: barsOf(figures) };
};

/** The numbers that the architecture promises. */
export const barsOf = (figures: Omit<Figures, 'bars'>): Bar[] => [
  { what: 'write units per message', value: figures.writeUnitsPerMessage, limit: 1.25 },
  { what: 'read units per message', value: figures.readUnitsPerMessage, limit: 1.25 },
  { what: 'Scheduler calls per message', value: figures.schedulerCallsPerMessage, limit: 0 },
  { what: 'queue calls per message', value: figures.queueCallsPerMessage, limit: 0 },
  { what: 'stream invocations per message', value: figures.streamInvocationsPerMessage, limit: 0 },
  { what: 'read units, long transcript to short', value: figures.readUnitsRatioLongToShort, limit: 1.05 },
  { what: 'write units, long transcript to short', value: figures.writeUnitsRatioLongToShort, limit: 1.05 },
  { what: 'handler CPU to a bare handler’s', value: figures.handlerCpuRatio, limit: 1.3 },
  { what: 'socket bundle, bytes', value: figures.bundleBytes['socket'] ?? NaN, limit: SOCKET_BYTES_MAX },
  { what: '1 M messages, $', value: totalOf(figures.cost.messages), limit: 4.3 },
  { what: '1 M messages all-in, $', value: totalOf(figures.cost.conversations), limit: 6 },
  { what: '1 M chats asleep for 7 days, $', value: totalOf(figures.cost.asleep), limit: 1.5 },
  { what: '1 M chats asleep for 7 days, woken once, $', value: totalOf(figures.cost.woken), limit: 8 },
];
