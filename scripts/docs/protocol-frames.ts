import { ClientFrame } from '../../shared/protocol/client-frames.ts';
import { OpenRequest } from '../../shared/protocol/http.ts';
import { ServerFrame, WireEvent } from '../../shared/protocol/server-frames.ts';
import { ChatIdField } from '../../shared/protocol/fields.ts';
import type { Generator } from './blocks.ts';

type Loose = Readonly<Record<string, unknown>>;

const looseOf = (value: unknown): Loose => (typeof value === 'object' && value !== null ? { ...value } : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Bounds that a reader of the page wants to see. */
const boundsOf = (schema: Loose): string => {
  const pipe = listOf(schema['pipe']).map(looseOf);
  const bounds = pipe.flatMap(({ type, requirement }) => {
    if (requirement instanceof RegExp) return [`\`${requirement.source}\``];
    if (type === 'max_length') return [`at most ${String(requirement)} characters`];
    if (type === 'max_bytes') return [`at most ${String(requirement)} bytes`];
    if (type === 'min_length' || type === 'min_value') return [`at least ${String(requirement)}`];
    return type === 'safe_integer' ? ['whole'] : [];
  });
  return bounds.length === 0 ? '' : `, ${bounds.join(', ')}`;
};

const shapeOf = (value: unknown): string => {
  const schema = looseOf(value);
  switch (schema['type']) {
    case 'nullable':
      return `${shapeOf(schema['wrapped'])} or null`;
    case 'optional':
      return shapeOf(schema['wrapped']);
    case 'literal':
      return `\`${JSON.stringify(schema['literal'])}\``;
    case 'picklist': {
      const options = listOf(schema['options']);
      return options.length > 6
        ? 'one of the codes below'
        : options.map((one) => `\`${JSON.stringify(one)}\``).join(' or ');
    }
    case 'array':
      return `list of ${shapeOf(schema['item'])}`;
    case 'record':
      return `object: ${isChatId(schema['key']) ? 'chat id' : shapeOf(schema['key'])} to ${shapeOf(schema['value'])}`;
    case 'unknown': {
      // What is looked at before it is taken for something: the page says for what.
      const parts = listOf(schema['pipe']).map(looseOf);
      const taken = parts.find(({ kind, type }) => kind === 'schema' && type !== 'unknown' && type !== undefined);
      return taken === undefined ? 'unknown' : shapeOf(taken);
    }
    case 'variant':
      return '[event](#events)';
    case 'object':
    case 'strict_object': {
      const entries = Object.entries(looseOf(schema['entries']));
      return `{ ${entries.map(([name, field]) => `${name}${isOptional(field) ? '?' : ''}`).join(', ')} }`;
    }
    default:
      return `${String(schema['type'])}${boundsOf(schema)}`;
  }
};

const isChatId = (schema: unknown): boolean => schema === ChatIdField;

const isOptional = (field: unknown): boolean => looseOf(field)['type'] === 'optional';

const fieldsTable = (schema: unknown, hidden: readonly string[] = []): string => {
  const fields = Object.entries(looseOf(looseOf(schema)['entries'])).filter(([name]) => !hidden.includes(name));
  const rows = fields.map(
    ([name, field]) =>
      `| \`${name}\` | ${isOptional(field) ? 'no' : 'yes'} | ${shapeOf(field).replaceAll('|', '\\|')} |`,
  );
  return ['| field | required | value |', '| --- | --- | --- |', ...rows].join('\n');
};

const ENVELOPE = ['index', 'prev', 'at', 'from', 'id', 'type'];

/** What all events have; which `type`s there are stands in the table of events. */
const envelopeTable = (): string => {
  const own = Object.keys(WireEvent.options[0].entries).filter((name) => name === 'type' || !ENVELOPE.includes(name));
  return [fieldsTable(WireEvent.options[0], own), '| `type` | yes | one of the events below |'].join('\n');
};

const eventsTable = (): string => {
  const rows = WireEvent.options.map((option) => {
    const own = Object.entries(option.entries).filter(([name]) => !ENVELOPE.includes(name));
    const fields = own.map(([name, field]) => `\`${name}${isOptional(field) ? '?' : ''}\`: ${shapeOf(field)}`);
    return `| \`${option.entries.type.literal}\` | ${fields.join('; ')} |`;
  });
  return ['| event | own fields |', '| --- | --- |', ...rows].join('\n');
};

/** The fields of every frame, from the schemas that parse them. */
export const protocolFrames: readonly Generator[] = [
  ...ClientFrame.options.map((frame) => ({
    name: `protocol-client-${frame.entries.op.literal}`,
    generate: () => fieldsTable(frame),
  })),
  ...ServerFrame.options.map((frame) => ({
    name: `protocol-server-${frame.entries.type.literal}`,
    generate: () => fieldsTable(frame),
  })),
  { name: 'protocol-events', generate: eventsTable },
  { name: 'protocol-event-envelope', generate: envelopeTable },
  { name: 'protocol-http-open', generate: () => fieldsTable(OpenRequest) },
];
