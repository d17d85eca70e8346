import {
  commandId,
  greetAsCustomer,
  joinAsAgent,
  newInstance,
  openChat,
  openDesk,
  type OpenedChat,
  type Party,
} from './conversation.ts';
import { SNAPSHOT_EVERY } from '../shared/domain/limits.ts';
import type { BenchSocket } from './bench-socket.ts';
import { setPeriods, stopTicks, storedBytes } from './sleepers.ts';
import type { BenchStack } from './stack.ts';
import { measure, times, usageSoFar, type Usage } from './usage.ts';

/** Chats that one desk holds at the same time, and messages of each. */
export const CHATS_OF_A_DESK = 4;
export const MESSAGES_OF_A_CHAT = 20;
/** Time from one message of a chat to the next. */
export const BETWEEN_MESSAGES_SEC = 45;

const SEC = 1000;
const DAY_SEC = 86_400;
/** After this nothing that a conversation set in motion is under way any more: leases end after 130 minutes. */
const AT_REST_SEC = 3 * 3600;
export const ASLEEP_DAYS = 7;

/** What the parts of a chat's life cost, each per chat. */
export interface LifeFigures {
  readonly opening: Usage;
  readonly customerHello: Usage;
  /** The desk's hello, shared by its chats. */
  readonly deskHello: Usage;
  readonly join: Usage;
  /** All of its messages, with the time between them. */
  readonly messages: Usage;
  readonly customerPing: Usage;
  /** A heartbeat of the desk, shared by its chats. */
  readonly deskPing: Usage;
  /** One typing frame, mean of both directions. */
  readonly typing: Usage;
  /** The close, and everything until nothing of the chat moves any more. */
  readonly ending: Usage;
  /** Agent and customer go away; until nothing is due but the idle alert. */
  readonly fallingAsleep: Usage;
  /** Seven days without anything due. */
  readonly asleep: Usage;
  /** Seven days with the idle alert in them. */
  readonly woken: Usage;
  /** Of a chat that sleeps, in both tables. */
  readonly storedBytes: number;
  /** One run of the recurring tick with nothing to do, whatever the number of chats. */
  readonly tick: Usage;
}

/** The desk and its chats. */
interface House {
  readonly stack: BenchStack;
  readonly desk: BenchSocket;
  readonly chats: readonly OpenedChat[];
  readonly customers: readonly Party[];
  readonly agents: readonly Party[];
}

/** What a house's beginning cost, each per chat. */
type Beginning = Pick<LifeFigures, 'opening' | 'customerHello' | 'deskHello' | 'join' | 'messages'>;

/** Lives through conversations of 20 messages: one that is closed, one that sleeps, one that is woken by its alert. */
export const measureLife = async (stack: BenchStack, say: (text: string) => void): Promise<LifeFigures> => {
  const tick = await measure(stack, () => stack.cloud.advance(60 * SEC));
  await stopTicks(stack);
  await setPeriods(stack, 'sleeps', { alertSec: 20 * DAY_SEC, closeSec: 3600 });
  await setPeriods(stack, 'wakes', { alertSec: 6 * DAY_SEC, closeSec: 3 * DAY_SEC });
  const first = await converse(stack, 'default');
  const steady = await measureSteady(first.house);
  const ending = await perChat(stack, () => closeAll(first.house));
  say('lived through conversations that were closed');
  const sleeper = await converse(stack, 'sleeps');
  const fallingAsleep = await perChat(stack, () => leaveAll(sleeper.house));
  const asleep = await perChat(stack, () => stack.cloud.advance(ASLEEP_DAYS * DAY_SEC * SEC));
  const sizes = await Promise.all(sleeper.house.chats.map(({ chatId }) => storedBytes(stack, chatId)));
  say(`slept for ${ASLEEP_DAYS} days`);
  const woken = await measureWoken(stack);
  say(`slept for ${ASLEEP_DAYS} days, woken once`);
  const stored = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return { ...first.beginning, ...steady, ending, fallingAsleep, asleep, woken, storedBytes: stored, tick };
};

const perChat = async (stack: BenchStack, work: () => Promise<unknown>): Promise<Usage> =>
  times(await measure(stack, work), 1 / CHATS_OF_A_DESK);

/**
 * An alert whose event carries a snapshot costs a unit more. So eight chats are woken whose logs are as many events longer
 * each than the last, and every place between two snapshots comes once.
 */
const measureWoken = async (stack: BenchStack): Promise<Usage> => {
  const houses = SNAPSHOT_EVERY / CHATS_OF_A_DESK;
  for (let n = 0; n < houses; n++) {
    const { house } = await converse(stack, 'wakes');
    for (const [place, customer] of house.customers.entries()) {
      for (let more = n * CHATS_OF_A_DESK + place; more > 0; more--) await customer.post();
    }
    await leaveAll(house);
  }
  const usage = await measure(stack, () => stack.cloud.advance(ASLEEP_DAYS * DAY_SEC * SEC));
  return times(usage, 1 / SNAPSHOT_EVERY);
};

/** A desk with its chats, 20 messages later. */
const converse = async (stack: BenchStack, service: string): Promise<{ house: House; beginning: Beginning }> => {
  const chats: OpenedChat[] = [];
  const customers: Party[] = [];
  const agents: Party[] = [];
  const desks: BenchSocket[] = [];
  const deskHello = await perChat(stack, async () => desks.push(await openDesk(stack, `agent-${newInstance()}`)));
  const desk = desks[0];
  if (desk === undefined) throw new Error('a desk was opened');
  const opening = await perChat(stack, async () => {
    for (let n = 0; n < CHATS_OF_A_DESK; n++) chats.push(await openChat(stack, service));
  });
  const customerHello = await perChat(stack, async () => {
    for (const chat of chats) customers.push(await greetAsCustomer(stack, chat));
  });
  const join = await perChat(stack, async () => {
    for (const [n, { chatId }] of chats.entries()) {
      agents.push(await joinAsAgent(desk, chatId, customers[n]?.position() ?? 0));
    }
  });
  const house = { stack, desk, chats, customers, agents };
  const messages = await perChat(stack, () => talkInTime(house));
  return { house, beginning: { deskHello, opening, customerHello, join, messages } };
};

const talkInTime = async ({ stack, customers, agents }: House): Promise<void> => {
  for (let n = 0; n < MESSAGES_OF_A_CHAT; n++) {
    for (const party of n % 2 === 0 ? customers : agents) await party.post();
    await stack.cloud.advance(BETWEEN_MESSAGES_SEC * SEC);
  }
};

const measureSteady = async (house: House): Promise<Pick<LifeFigures, 'customerPing' | 'deskPing' | 'typing'>> => {
  const { stack, desk, chats, customers } = house;
  const customerPing = await perChat(stack, async () => {
    for (const { socket, position } of customers) await socket.ask('pong', { op: 'ping', after: position() });
  });
  const positions = Object.fromEntries(chats.map(({ chatId }, n) => [chatId, customers[n]?.position() ?? 0]));
  const deskPing = await perChat(stack, () => desk.ask('pong', { op: 'ping', chats: positions }));
  const typing = await perChat(stack, async () => {
    await tellAll(stack, 2 * chats.length, () => {
      for (const { socket } of customers) socket.tell({ op: 'typing', on: true });
      for (const { chatId } of chats) desk.tell({ op: 'typing', chat: chatId, on: true });
    });
  });
  return { customerPing, deskPing, typing: times(typing, 1 / 2) };
};

/** Runs `tell`, whose frames are never answered, and waits until the function has had them all. */
const tellAll = async (stack: BenchStack, frames: number, tell: () => void): Promise<void> => {
  const { invocations } = usageSoFar(stack);
  tell();
  while (usageSoFar(stack).invocations < invocations + frames) await new Promise((resolve) => setTimeout(resolve, 5));
  await stack.cloud.idle();
};

const closeAll = async (house: House): Promise<void> => {
  for (const [n, { socket, position }] of house.customers.entries()) {
    const chat = house.chats[n]?.chatId;
    await socket.ask('ack', { op: 'close', id: commandId(newInstance(), 0), seen: position(), chat });
  }
  await goAway(house);
};

const leaveAll = async (house: House): Promise<void> => {
  for (const [n, { position }] of house.agents.entries()) {
    const chat = house.chats[n]?.chatId;
    await house.desk.ask('ack', { op: 'leave', id: commandId(newInstance(), 0), seen: position(), chat });
  }
  await goAway(house);
};

const goAway = async ({ stack, desk, customers }: House): Promise<void> => {
  for (const { socket } of customers) await socket.close();
  await desk.close();
  await stack.cloud.advance(AT_REST_SEC * SEC);
};
