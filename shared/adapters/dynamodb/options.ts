import { QueryCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Fault, type Clock, type OptionsSource } from '../../app/ports.ts';
import type { EpochMs } from '../../domain/events.ts';
import { allows, isOptionName, specOf } from '../../domain/option-schema.ts';
import type { Mask } from '../../domain/masking.ts';
import { resolveOptions, type ChatOptions } from '../../domain/options.ts';
import { isRecord, json, unreadable, type Item } from './attributes.ts';
import { calling } from './faults.ts';
import { MASKING_SK, OPTIONS_SK, servicePk } from './keys.ts';
import { valuesFrom } from './service-options.ts';

/** How old the options in use may be (OPT-5). */
const FRESH_MS = 30_000;

/** Anybody may name a service; only so many are remembered. */
const REMEMBERED_MAX = 200;

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
 * The options of services in the desk table, 30 s old at most, with what their rules mask. A service without an item, an
 * option that is not set and one whose value is not allowed have the default. Masks that cannot be read are a fault: without
 * them nothing may be stored (MASK-10).
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
  // One read for both: a service without rules pays nothing for them.
  const query = new QueryCommand({
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :masking AND :options',
    ExpressionAttributeValues: {
      ':pk': { S: servicePk(service) },
      ':masking': { S: MASKING_SK },
      ':options': { S: OPTIONS_SK },
    },
  });
  const { Items = [] } = await calling(`read the options of ${service}`, () => client.send(query));
  const itemAt = (sk: string): Item => Items.find((item) => item['sk']?.S === sk) ?? {};
  const values = valuesFrom(itemAt(OPTIONS_SK));
  const refused = Object.entries(values).flatMap(([name, value]) =>
    isOptionName(name) && !allows(specOf(name), value) ? [name] : [],
  );
  if (refused.length > 0) deps.onRefused(service, refused);
  return resolveOptions(values, masksFrom(itemAt(MASKING_SK), service));
};

const masksFrom = (item: Item, service: string): Mask[] => {
  const what = `what is masked for ${service}`;
  const masks = json(item, 'masks', what) ?? [];
  if (!Array.isArray(masks)) throw unreadable(what, 'it is no list');
  return masks.map((mask: unknown) => {
    if (!isRecord(mask) || typeof mask['source'] !== 'string') throw unreadable(what, 'a mask has no expression');
    const { source, ignoreCase, replacement, card } = mask;
    return {
      source,
      ignoreCase: ignoreCase === true,
      card: card === true,
      ...(typeof replacement === 'string' ? { replacement } : {}),
    };
  });
};
