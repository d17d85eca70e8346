import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { commandId, newInstance, startConversation, TEXT, type Conversation } from '../conversation.ts';
import { deployedSocket, type DeployedSocket } from '../deployed-socket.ts';
import { stopTicks } from '../sleepers.ts';
import { makeAssembly, startStack, type BenchStack } from '../stack.ts';
import { MinuteResult } from './hour-messages.ts';
import { slopeOf } from './spread.ts';

const MINUTES = 60;
const CHATS = 10;
/** Of each chat in a minute, both sides together. */
const MESSAGES_PER_MIN = 8;
/** The first minutes fill caches and connections. */
const SETTLED_AFTER = 10;
/** What a heap may seem to grow in an hour that is flat. */
const FLAT_KB_PER_HOUR = 512;

/** The heap of the socket function over an hour of chats. */
export interface HourResult {
  readonly messages: number;
  readonly frames: number;
  /** After each minute, with all garbage collected. */
  readonly heapKb: readonly number[];
  readonly slopeKbPerMin: number;
  readonly flat: boolean;
}

const Reply = v.object({ body: v.optional(v.string()) });
const Ack = v.object({ type: v.literal('ack'), index: v.number() });

/** The frames of one minute: messages in turns, typing, a heartbeat of each side, and one that is broken. */
const framesOf = (conversation: Conversation, deployed: DeployedSocket, instance: string, minute: number): object[] => {
  const { chatId, agentId, agent } = conversation;
  const seen = agent.position();
  const by = (n: number): { chatId: string } | { agentId: string } => (n % 2 === 0 ? { chatId } : { agentId });
  const frame = (n: number, value: object): object => deployed.eventOf(by(n), JSON.stringify(value));
  const posts = Array.from({ length: MESSAGES_PER_MIN }, (_, n) => [
    frame(n, { op: 'typing', on: true, chat: chatId }),
    frame(n, { op: 'post', id: commandId(instance, minute * 100 + n), seen: seen + n, chat: chatId, text: TEXT }),
  ]);
  const pings = [frame(0, { op: 'ping', after: seen }), frame(1, { op: 'ping', chats: { [chatId]: seen } })];
  return [...posts.flat(), ...pings, frame(0, { op: 'post', text: 1 })];
};

const ask = (child: ChildProcess, message: object): Promise<MinuteResult> =>
  new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('unable to measure; the process of the function ended'));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(v.parse(MinuteResult, answer));
    });
    child.send(message);
  });

const ackedIn = (replies: readonly unknown[]): number[] =>
  replies.flatMap((reply) => {
    const { body = 'null' } = v.parse(Reply, reply);
    const ack = v.safeParse(Ack, JSON.parse(body));
    return ack.success ? [ack.output.index] : [];
  });

/** A minute of all chats: through the bundle, then on the stack's clock, with a frame on each socket that keeps it open. */
const liveMinute = async (
  stack: BenchStack,
  child: ChildProcess,
  deployed: DeployedSocket,
  conversations: readonly Conversation[],
  minute: number,
): Promise<{ heapBytes: number; messages: number; frames: number }> => {
  let heapBytes = 0;
  let messages = 0;
  let frames = 0;
  for (const conversation of conversations) {
    const events = framesOf(conversation, deployed, newInstance(), minute);
    const result = await ask(child, { bundle: deployed.bundle, events });
    const acked = ackedIn(result.replies);
    if (acked.length !== MESSAGES_PER_MIN) throw new Error(`unable to measure; only ${acked.length} were accepted`);
    for (const party of [conversation.customer, conversation.agent]) party.moveTo(Math.max(...acked));
    heapBytes = result.heapBytes;
    messages += acked.length;
    frames += events.length;
  }
  for (const { customer, agent, chatId } of conversations) {
    await customer.socket.ask('pong', { op: 'ping', after: customer.position() });
    await agent.socket.ask('pong', { op: 'ping', chats: { [chatId]: agent.position() } });
  }
  await stack.cloud.advance(60_000);
  return { heapBytes, messages, frames };
};

/** Lives through an hour of chats on a virtual clock and looks at the function's heap after each minute. */
export const measureHour = async (say: (text: string) => void): Promise<HourResult> => {
  const assembly = await makeAssembly();
  const stack = await startStack(assembly);
  try {
    await stopTicks(stack);
    const conversations: Conversation[] = [];
    for (let n = 0; n < CHATS; n++) conversations.push(await startConversation(stack, 'default'));
    const deployed = deployedSocket(stack, assembly);
    const child = fork(fileURLToPath(new URL('hour-process.ts', import.meta.url)), [], {
      env: deployed.environment,
      execArgv: ['--expose-gc', '--import', 'tsx'],
    });
    try {
      return await liveHour(stack, child, deployed, conversations, say);
    } finally {
      child.kill();
    }
  } finally {
    await stack.stop();
    assembly.remove();
  }
};

const liveHour = async (
  stack: BenchStack,
  child: ChildProcess,
  deployed: DeployedSocket,
  conversations: readonly Conversation[],
  say: (text: string) => void,
): Promise<HourResult> => {
  const heapKb: number[] = [];
  let messages = 0;
  let frames = 0;
  for (let minute = 0; minute < MINUTES; minute++) {
    const lived = await liveMinute(stack, child, deployed, conversations, minute);
    heapKb.push(Math.round(lived.heapBytes / 1024));
    messages += lived.messages;
    frames += lived.frames;
    if (minute % 10 === 9) say(`${minute + 1} minutes`);
  }
  const slopeKbPerMin = slopeOf(heapKb.slice(SETTLED_AFTER));
  return { messages, frames, heapKb, slopeKbPerMin, flat: slopeKbPerMin * MINUTES <= FLAT_KB_PER_HOUR };
};
