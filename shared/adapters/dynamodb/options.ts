import { GetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Fault, type Clock, type OptionsSource } from '../../app/ports.ts';
import type { EpochMs } from '../../domain/events.ts';
import { DEFAULT_OPTIONS, type ChatOptions } from '../../domain/options.ts';
import { number, text, type Item } from './attributes.ts';
import { calling } from './faults.ts';
import { optionsKey } from './keys.ts';

/** How old the options in use may be (OPT-1). */
const FRESH_MS = 30_000;

/** Anybody may name a service; only so many are remembered. */
const REMEMBERED_MAX = 200;

const PERIOD = { min: 1, max: 1_728_000 } as const;
const RATE = { min: 0, max: 1000 } as const;
const TEXT_MAX = 2000;

/** Options by the names of Chat Server, which are the names of the attributes too; the rates are this project's own. */
const NUMBERS = {
  'async-idle-alert': { member: 'idleAlertSec', range: PERIOD },
  'async-idle-close': { member: 'idleCloseSec', range: PERIOD },
  'flex-disconnect-timeout': { member: 'flexDisconnectSec', range: PERIOD },
  'flex-push-timeout': { member: 'flexPushSec', range: PERIOD },
  'customer-rate': { member: 'customerPerSec', range: RATE },
  'agent-rate': { member: 'agentPerSec', range: RATE },
} as const satisfies Record<string, { member: keyof ChatOptions; range: { min: number; max: number } }>;

const TEXTS = { 'message-alert': 'messageAlert', 'message-close': 'messageClose' } as const satisfies Record<
  string,
  keyof ChatOptions
>;

/** What the options need besides the table. */
export interface OptionsDeps {
  readonly clock: Clock;
  /** Learns of options that are not in force because their values are not allowed. */
  readonly onRefused: (service: string, options: readonly string[]) => void;
}

/** Options as read, and until when they are fresh. */
interface Remembered {
  readonly options: ChatOptions;
  readonly until: EpochMs;
}

/**
 * The options of services in the desk table, 30 s old at most. A service without an item, an option that is not set and
 * one whose value is not allowed have the default.
 */
export const dynamoOptions = (client: DynamoDBClient, tableName: string, deps: OptionsDeps): OptionsSource => {
  const remembered = new Map<string, Remembered>();
  return {
    of: async (service) => {
      const known = remembered.get(service);
      if (known !== undefined && deps.clock.now() < known.until) return known.options;
      const options = await readOptions(client, tableName, service, deps).catch((error: unknown) => {
        // The log must not wait for this table: what was read before stays in force until it can be read again.
        if (known !== undefined && error instanceof Fault && error.retryable) return known.options;
        throw error;
      });
      if (remembered.size >= REMEMBERED_MAX) remembered.clear();
      remembered.set(service, { options, until: deps.clock.now() + FRESH_MS });
      return options;
    },
  };
};

const readOptions = async (
  client: DynamoDBClient,
  tableName: string,
  service: string,
  deps: OptionsDeps,
): Promise<ChatOptions> => {
  const get = new GetItemCommand({ TableName: tableName, Key: optionsKey(service) });
  const { Item = {} } = await calling(`read the options of ${service}`, () => client.send(get));
  const { options, refused } = optionsFrom(Item);
  if (refused.length > 0) deps.onRefused(service, refused);
  return options;
};

/** The options that an item sets, and the names of those whose values are not allowed. */
export const optionsFrom = (item: Item): { options: ChatOptions; refused: string[] } => {
  const set: { -readonly [Name in keyof ChatOptions]?: ChatOptions[Name] } = {};
  const refused: string[] = [];
  for (const [name, { member, range }] of Object.entries(NUMBERS)) {
    if (item[name] === undefined) continue;
    const value = number(item, name);
    if (value !== undefined && Number.isSafeInteger(value) && value >= range.min && value <= range.max) {
      set[member] = value;
    } else refused.push(name);
  }
  for (const [name, member] of Object.entries(TEXTS)) {
    if (item[name] === undefined) continue;
    const words = text(item, name);
    if (words !== undefined && words.length <= TEXT_MAX) set[member] = words;
    else refused.push(name);
  }
  return { options: { ...DEFAULT_OPTIONS, ...set }, refused };
};
