import { startConversation, talk, type Conversation } from './conversation.ts';
import { deployedSocket } from './deployed-socket.ts';
import { lastAcked, messageEvents, startBareChat } from './handler-blocks.ts';
import { startHandlerRunner } from './handler-runner.ts';
import { liftRates, stopTicks } from './sleepers.ts';
import type { Assembly, BenchStack } from './stack.ts';
import { add, measure, NO_USAGE, times, type Usage } from './usage.ts';

/** A multiple of the distance between snapshots, and of two: each side writes as often, each place comes as often. */
const SPAN = 160;
const SHORT_LENGTH = 10;
const BLOCK_MAX = 256;

/** A turn of the conversation, question and answer: slow enough for the count of frames of each socket. */
const TURN_MS = 50;

/** After this the wake-up that the opening armed has come and has moved to the next real deadline. */
const SETTLING_MS = 120_000;

/** Blocks by which both handlers are compared; two more before them warm both up. */
const PAIRS = 10;
const WARM_PAIRS = 2;

/** So many messages go over real sockets. */
export const OVER_SOCKETS = 1000;

/** The fewest messages that fill every part of the measurement. */
export const MESSAGES_MIN = 2000;

/** What ordinary messages cost. */
export interface MessageFigures {
  readonly messages: number;
  readonly overSockets: number;
  /** Per message, over all of them. */
  readonly average: Usage;
  /** Per message, over those that went over real sockets. */
  readonly averageOverSockets: Usage;
  /** Per message, at a transcript of 10 and at one of `longLength` events. */
  readonly short: Usage;
  readonly long: Usage;
  readonly longLength: number;
  /** Median CPU milliseconds of a message. */
  readonly handlerCpuMs: number;
  readonly bareCpuMs: number;
}

/** A conversation that is being measured. */
interface Course {
  readonly stack: BenchStack;
  readonly assembly: Assembly;
  readonly conversation: Conversation;
  readonly say: (text: string) => void;
}

/** Whole numbers of snapshots, and at least one. */
const whole = (count: number): number => Math.max(8, Math.floor(count / 8) * 8);

/** One long conversation: its first messages over real sockets, most through the deployed bundle, the last over sockets again. */
export const measureMessages = async (
  stack: BenchStack,
  assembly: Assembly,
  messages: number,
  say: (text: string) => void,
): Promise<MessageFigures> => {
  await stopTicks(stack);
  await liftRates(stack, 'default');
  const conversation = await startConversation(stack, 'default');
  while (conversation.agent.position() < SHORT_LENGTH) await talk(conversation, 2);
  await stack.cloud.advance(SETTLING_MS);
  const course = { stack, assembly, conversation, say };
  const short = await overSockets(course, SPAN);
  const middle = await overSockets(course, OVER_SOCKETS - 2 * SPAN);
  const bundle = await throughBundle(course, messages - OVER_SOCKETS);
  const longLength = conversation.agent.position();
  const long = await overSockets(course, SPAN);
  const bySockets = add(add(short, middle), long);
  await conversation.customer.socket.close();
  await conversation.agent.socket.close();
  await stack.cloud.idle();
  return {
    messages,
    overSockets: OVER_SOCKETS,
    average: times(add(bySockets, bundle.usage), 1 / messages),
    averageOverSockets: times(bySockets, 1 / OVER_SOCKETS),
    short: times(short, 1 / SPAN),
    long: times(long, 1 / SPAN),
    longLength,
    handlerCpuMs: bundle.handlerCpuMs,
    bareCpuMs: bundle.bareCpuMs,
  };
};

const overSockets = async ({ stack, conversation, say }: Course, count: number): Promise<Usage> => {
  const usage = await measure(stack, () => talkInTurns(stack, conversation, count));
  say(`${count} messages over sockets, ${conversation.agent.position()} events in the log`);
  return usage;
};

const talkInTurns = async (stack: BenchStack, conversation: Conversation, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 2) {
    await talk(conversation, 2);
    await stack.cloud.advance(TURN_MS);
  }
};

interface BundleFigures {
  readonly usage: Usage;
  readonly handlerCpuMs: number;
  readonly bareCpuMs: number;
}

/** The rest of the messages, in blocks; between the first of them the bare handler runs blocks of its own. */
const throughBundle = async (course: Course, count: number): Promise<BundleFigures> => {
  const { stack, assembly, conversation, say } = course;
  const deployed = deployedSocket(stack, assembly);
  const bare = await startBareChat(stack, assembly, conversation);
  const runner = startHandlerRunner(deployed.environment);
  const block = Math.min(BLOCK_MAX, whole(count / (PAIRS + WARM_PAIRS)));
  const handlerCpu: number[] = [];
  const bareCpu: number[] = [];
  let usage = NO_USAGE;
  let done = 0;
  try {
    while (done < count) {
      const size = Math.min(block, count - done);
      const startAt = conversation.agent.position();
      const events = messageEvents(deployed, conversation, startAt, size);
      const run = async (): Promise<void> => {
        const { cpuUs, replies } = await runner.run({ bundle: deployed.bundle, events });
        handlerCpu.push(cpuUs / 1000 / size);
        const position = lastAcked(replies, startAt);
        conversation.agent.moveTo(position);
        conversation.customer.moveTo(position);
      };
      usage = add(usage, await measure(stack, run));
      done += size;
      if (bareCpu.length < PAIRS + WARM_PAIRS) {
        const { cpuUs } = await runner.run({ bundle: bare.bundle, events: bare.next(size) });
        bareCpu.push(cpuUs / 1000 / size);
      }
      say(`${done} of ${count} messages through the bundle`);
    }
  } finally {
    runner.stop();
  }
  // Requests that the gateway would count: each message comes as a frame and is answered by one.
  const gateway = { ...NO_USAGE, frames: 2 * count, invocations: count };
  const compared = (all: readonly number[]): number => median(all.slice(WARM_PAIRS, WARM_PAIRS + PAIRS));
  return { usage: add(usage, gateway), handlerCpuMs: compared(handlerCpu), bareCpuMs: compared(bareCpu) };
};

/** The middle of the sorted numbers, or the mean of the middle two. */
export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (upper + lower) / 2;
};
