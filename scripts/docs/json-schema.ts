type Loose = Readonly<Record<string, unknown>>;

const looseOf = (value: unknown): Loose => (typeof value === 'object' && value !== null ? { ...value } : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const isOptional = (schema: unknown): boolean => looseOf(schema)['type'] === 'optional';

/** What the actions of a pipe add. */
const boundsOf = (schema: Loose): Loose => {
  const bounds: Record<string, unknown> = {};
  for (const { kind, type, requirement } of listOf(schema['pipe']).map(looseOf)) {
    if (kind === 'schema') continue;
    if (type === 'regex' && requirement instanceof RegExp) bounds['pattern'] = requirement.source;
    else if (type === 'min_value') bounds['minimum'] = requirement;
    else if (type === 'safe_integer') bounds['type'] = 'integer';
    else throw new Error(`unable to write a JSON Schema; it has no word for ${String(type)}`);
  }
  return bounds;
};

const objectOf = (entries: Loose): Loose => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(entries).map(([name, field]) => [name, jsonSchemaOf(field)])),
  required: Object.keys(entries).filter((name) => !isOptional(entries[name])),
});

/**
 * The JSON Schema (2020-12) of a valibot schema of the kinds that events of the bus are made of. Objects stay open: later versions
 * of the code may say more.
 * @throws Error for a kind that it does not know.
 */
export const jsonSchemaOf = (value: unknown): Loose => {
  const schema = looseOf(value);
  switch (schema['type']) {
    case 'string':
    case 'number':
      return { type: schema['type'], ...boundsOf(schema) };
    case 'literal':
      return { const: schema['literal'] };
    case 'picklist':
      return { enum: listOf(schema['options']) };
    case 'optional':
      return jsonSchemaOf(schema['wrapped']);
    case 'null':
    case 'boolean':
      return { type: schema['type'] };
    case 'union':
      return { anyOf: listOf(schema['options']).map(jsonSchemaOf) };
    case 'record':
      return { type: 'object', additionalProperties: jsonSchemaOf(schema['value']) };
    case 'array':
      return { type: 'array', items: jsonSchemaOf(schema['item']) };
    case 'object':
      return objectOf(looseOf(schema['entries']));
    default:
      throw new Error(`unable to write a JSON Schema; it has no word for ${String(schema['type'])}`);
  }
};
