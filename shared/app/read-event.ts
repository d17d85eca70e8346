import * as v from 'valibot';

/**
 * Reads what the platform hands to a function. @throws when it is something else: a mistake in the stack, not of a client.
 * The error names fields and never quotes a value, because uncaught errors are logged and the value may be somebody's text.
 */
export const readEvent = <S extends v.GenericSchema>(schema: S, event: unknown): v.InferOutput<S> => {
  const parsed = v.safeParse(schema, event);
  if (parsed.success) return parsed.output;
  const fields = parsed.issues.map((issue) => v.getDotPath(issue) ?? 'event');
  throw new Error(`unable to read the event; ${fields.join(', ')} is not what the platform sends`);
};
