import type { Usage } from './usage.ts';

/** AWS list prices in dollars, us-east-1, Lambda on arm64; free tiers are not counted. */
export const PRICES = {
  /** Each frame of at most 32 KB, in either direction. */
  socketFrame: 1e-6,
  socketMinute: 0.25e-6,
  httpCall: 1e-6,
  invocation: 0.2e-6,
  gbSecond: 0.0000133334,
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  gbMonth: 0.25,
  /** Continuous backups, on top of `gbMonth`. */
  backupGbMonth: 0.2,
  scheduleFiring: 1e-6,
  queueCall: 0.4e-6,
  busEvent: 1e-6,
  logGb: 0.5,
  gbOut: 0.09,
} as const;

const GB = 2 ** 30;
const DAYS_OF_MONTH = 30.4;
const MILLION = 1_000_000;

/** What cannot be measured on a laptop, and how people behave. */
export interface Assumptions {
  /** How long a function runs in Lambda, in milliseconds billed. */
  readonly lambdaMs: number;
  readonly memoryGb: number;
  readonly messagesOfAChat: number;
  readonly chatsOfADesk: number;
  readonly minutesOfAChat: number;
  /** Heartbeats of each side are so far apart. */
  readonly pingSec: number;
  /** Typing frames that come with each message. */
  readonly typingPerMessage: number;
}

/** One line of a calculation, in dollars for a million. */
export interface CostLine {
  readonly what: string;
  readonly dollars: number;
}

/** The sum of the lines. */
export const totalOf = (lines: readonly CostLine[]): number => lines.reduce((sum, { dollars }) => sum + dollars, 0);

const lambdaDollars = (invocations: number, { lambdaMs, memoryGb }: Assumptions): number =>
  invocations * (PRICES.invocation + (lambdaMs / 1000) * memoryGb * PRICES.gbSecond);

/** What AWS charges for everything in `usage`. */
export const dollarsOf = (usage: Usage, assumptions: Assumptions): number =>
  usage.frames * PRICES.socketFrame +
  usage.httpCalls * PRICES.httpCall +
  lambdaDollars(usage.invocations, assumptions) +
  usage.readUnits * PRICES.readUnit +
  usage.writeUnits * PRICES.writeUnit +
  usage.firings * PRICES.scheduleFiring +
  usage.queueCalls * PRICES.queueCall +
  usage.busEvents * PRICES.busEvent +
  (usage.bytesOut / GB) * PRICES.gbOut +
  (usage.logBytes / GB) * PRICES.logGb;

/** A million messages between two people who are both present: frames, Lambda, reads, writes, and nothing else. */
export const messagesCost = (message: Usage, assumptions: Assumptions): CostLine[] => [
  { what: `${message.frames} frames each`, dollars: MILLION * message.frames * PRICES.socketFrame },
  {
    what: `Lambda, ${assumptions.memoryGb * 1024} MB for ${assumptions.lambdaMs} ms`,
    dollars: MILLION * lambdaDollars(message.invocations, assumptions),
  },
  { what: 'DynamoDB writes', dollars: MILLION * message.writeUnits * PRICES.writeUnit },
  { what: 'DynamoDB reads', dollars: MILLION * message.readUnits * PRICES.readUnit },
];

/** The parts of a conversation as measured, each per chat. */
export interface ConversationParts {
  readonly opening: Usage;
  readonly customerHello: Usage;
  readonly deskHello: Usage;
  readonly join: Usage;
  readonly messages: Usage;
  readonly customerPing: Usage;
  readonly deskPing: Usage;
  readonly typing: Usage;
  readonly ending: Usage;
}

/** A million messages with everything around them, in conversations that are opened, held and closed. */
export const conversationsCost = (parts: ConversationParts, assumptions: Assumptions): CostLine[] => {
  const { messagesOfAChat, chatsOfADesk, minutesOfAChat, pingSec, typingPerMessage } = assumptions;
  const chats = MILLION / messagesOfAChat;
  const of = (usage: Usage, perChat = 1): number => chats * perChat * dollarsOf(usage, assumptions);
  const pings = Math.floor((minutesOfAChat * 60) / pingSec);
  const socketMinutes = minutesOfAChat * (1 + 1 / chatsOfADesk);
  return [
    { what: 'messages, the wake-up among them, data out', dollars: of(parts.messages) },
    { what: 'opening', dollars: of(parts.opening) },
    {
      what: 'tickets, hellos, the agent’s join',
      dollars: of(parts.customerHello) + of(parts.deskHello) + of(parts.join),
    },
    { what: 'socket minutes', dollars: chats * socketMinutes * PRICES.socketMinute },
    { what: 'close, and the time to live of every item', dollars: of(parts.ending) },
    {
      what: `heartbeats, one each side in ${pingSec} s`,
      dollars: of(parts.customerPing, pings) + of(parts.deskPing, pings),
    },
    {
      what: `typing, ${typingPerMessage} frame per message`,
      dollars: of(parts.typing, messagesOfAChat * typingPerMessage),
    },
  ];
};

/** A million chats that sleep for `days`. Backups are a line of their own, which the bars do not count. */
export const sleepCost = (sleep: Usage, storedBytes: number, days: number, assumptions: Assumptions): CostLine[] => [
  { what: 'storage', dollars: gbMonths(storedBytes, days) * PRICES.gbMonth },
  { what: 'what happened meanwhile', dollars: MILLION * dollarsOf(sleep, assumptions) },
];

/** Continuous backups of a million chats for `days`. */
export const backupCost = (storedBytes: number, days: number): number =>
  gbMonths(storedBytes, days) * PRICES.backupGbMonth;

/** Gigabyte-months of a million chats. */
const gbMonths = (storedBytes: number, days: number): number => ((MILLION * storedBytes) / GB) * (days / DAYS_OF_MONTH);
