import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Generator } from './blocks.ts';

const Lines = v.array(v.object({ what: v.string(), dollars: v.number() }));

const Usage = v.object({
  frames: v.number(),
  httpCalls: v.number(),
  invocations: v.number(),
  readUnits: v.number(),
  writeUnits: v.number(),
  firings: v.number(),
  queueCalls: v.number(),
  busEvents: v.number(),
});

const Results = v.object({
  bars: v.array(v.object({ what: v.string(), value: v.number(), limit: v.number() })),
  cost: v.object({
    messages: Lines,
    conversations: Lines,
    quietConversations: v.number(),
    asleep: Lines,
    woken: Lines,
    fallingAsleep: v.number(),
    backups: v.number(),
    ticksOfAMonth: v.number(),
  }),
  life: v.object({
    opening: Usage,
    customerHello: Usage,
    deskHello: Usage,
    join: Usage,
    messages: Usage,
    customerPing: Usage,
    deskPing: Usage,
    typing: Usage,
    ending: Usage,
    fallingAsleep: Usage,
    asleep: Usage,
    woken: Usage,
  }),
});

type Results = v.InferOutput<typeof Results>;

const results = async (): Promise<Results> =>
  v.parse(Results, JSON.parse(await readFile('bench/results.json', 'utf8')) as unknown);

const rounded = (value: number): string =>
  value >= 1000 ? value.toLocaleString('en') : String(Math.round(value * 1000) / 1000);

const barsTable = ({ bars }: Results): string =>
  [
    '| what | measured | bar | |',
    '| --- | ---: | ---: | --- |',
    ...bars.map(({ what, value, limit }) => {
      const verdict = value <= limit ? 'holds' : '**broken**';
      return `| ${what} | ${rounded(value)} | ≤ ${rounded(limit)} | ${verdict} |`;
    }),
  ].join('\n');

const costRows = (title: string, lines: v.InferOutput<typeof Lines>): string[] => {
  const total = lines.reduce((sum, { dollars }) => sum + dollars, 0);
  return [
    `| **${title}** | **${total.toFixed(2)}** |`,
    ...lines.map(({ what, dollars }) => `| ${what} | ${dollars.toFixed(2)} |`),
  ];
};

const costsTable = ({ cost }: Results): string =>
  [
    '| of a million | $ |',
    '| --- | ---: |',
    ...costRows('messages, both present', cost.messages),
    ...costRows('messages, all-in', cost.conversations),
    `| **messages, all-in, but nobody types and nobody looks** | **${cost.quietConversations.toFixed(2)}** |`,
    ...costRows('chats asleep for 7 days, nothing due', cost.asleep),
    ...costRows('chats asleep for 7 days, woken once', cost.woken),
    `| **chats on their way into sleep** | **${cost.fallingAsleep.toFixed(2)}** |`,
    `| **backups of sleeping chats for 7 days** | **${cost.backups.toFixed(2)}** |`,
    '',
    `The recurring tick costs $${cost.ticksOfAMonth.toFixed(2)} a month, with or without chats.`,
  ].join('\n');

const PARTS: Readonly<Record<keyof Results['life'], string>> = {
  opening: 'opening',
  customerHello: 'customer: ticket, socket, hello',
  deskHello: 'desk: the same, shared by its chats',
  join: 'agent joins',
  messages: 'twenty messages in a quarter of an hour',
  customerPing: 'heartbeat of the customer',
  deskPing: 'heartbeat of the desk, shared by its chats',
  typing: 'typing frame',
  ending: 'close, and all that follows',
  fallingAsleep: 'both leave, until nothing but the alert is due',
  asleep: 'seven days asleep',
  woken: 'seven days asleep, with the alert',
};

const partsTable = ({ life }: Results): string =>
  [
    '| part | frames | HTTP | runs of functions | read units | write units | schedules fired | queue calls | bus events |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...Object.entries(life).map(([name, usage]) => {
      const cells = [
        usage.frames,
        usage.httpCalls,
        usage.invocations,
        usage.readUnits,
        usage.writeUnits,
        usage.firings,
        usage.queueCalls,
        usage.busEvents,
      ];
      const what = Object.entries(PARTS).find(([part]) => part === name)?.[1] ?? name;
      return `| ${what} | ${cells.map((cell) => (cell === 0 ? '' : rounded(cell))).join(' | ')} |`;
    }),
  ].join('\n');

/** What the last `npm run bench -- --write` found out. */
export const benchResults: readonly Generator[] = [
  { name: 'bench-bars', generate: async () => barsTable(await results()) },
  { name: 'bench-costs', generate: async () => costsTable(await results()) },
  { name: 'bench-parts', generate: async () => partsTable(await results()) },
];
