import { BUS_EVENTS, busEventSchema, type BusEventName } from '../../shared/protocol/bus-events.ts';
import type { Generator } from './blocks.ts';
import { jsonSchemaOf } from './json-schema.ts';

/** When each is put on the bus. An event without words does not compile. */
const WHEN: Readonly<Record<BusEventName, string>> = {
  'chat-opened.v1': 'a customer opened a chat',
  'status-changed.v1': '`GCTI_Chat_AsyncStatus` changed; with the place where the chat waits, if an agent named one',
  'agent-joined.v1': 'an agent took a seat',
  'agent-left.v1': 'an agent left, with the cause, and the place that the agent named',
  'customer-removed.v1': 'the customer was not heard of for two periods and was removed; the chat stays open',
  'customer-returned.v1': 'a removed customer came back',
  'user-data-changed.v1': 'user data were set or deleted: which keys, and by whom; the values are for GetSessionInfo',
  'chat-closed.v1': 'the chat was closed, with the cause',
  'chat-reported.v1':
    'a closed chat was reported, where its service wants that said (SPEC, section REP); without status and check-at',
  'stuck-chat-found.v1':
    'the stuck-check, or induced restoration, did what was overdue; `GCTI_Chat_AsyncCheckAt` is the new one',
};

const NAMES = Object.keys(BUS_EVENTS).filter((name): name is BusEventName => Object.hasOwn(BUS_EVENTS, name));

/** The events of the bus, with a link to the schema of each. */
export const busEvents: Generator = {
  name: 'bus-events',
  generate: () => {
    const common = Object.keys(BUS_EVENTS['customer-removed.v1']);
    const rows = NAMES.map((name) => {
      const own = Object.keys(BUS_EVENTS[name]).filter((member) => !common.includes(member));
      const members = own.map((member) => `\`${member}\``).join(', ');
      return `| [\`${name}\`](events/${name}.json) | ${WHEN[name]} | ${members} |`;
    });
    return ['| `detail-type` | when | more in `data` |', '| --- | --- | --- |', ...rows].join('\n');
  },
};

/** A file that is written whole, and what stands in it. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

/** The schema of every event's `detail`. */
export const busEventFiles = (): GeneratedFile[] =>
  NAMES.map((name) => ({
    path: `docs/events/${name}.json`,
    content: JSON.stringify({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: name,
      description: `The detail of ${name}: ${WHEN[name].replaceAll('`', '')}.`,
      ...jsonSchemaOf(busEventSchema(name)),
    }),
  }));
