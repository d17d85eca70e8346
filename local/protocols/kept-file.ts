import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';

const SAVE_AFTER_MS = 100;

/** A small state that outlives the process: one JSON file, written a moment after each change and when stopped. */
export interface KeptFile<Value> {
  /** What was kept, or undefined at the first start. Throws when the file has another form. */
  load(): Value | undefined;
  /** Notes that the state has changed; `current` is asked for it when the file is written. */
  changed(): void;
  /** Writes what has changed and lets no timer live on. */
  stop(): void;
}

/** Keeps `current()` in `path`; without a path nothing is kept. */
export function keptFile<Schema extends v.GenericSchema>(
  path: string | undefined,
  schema: Schema,
  current: () => v.InferOutput<Schema>,
): KeptFile<v.InferOutput<Schema>> {
  if (path === undefined) return { load: () => undefined, changed: () => undefined, stop: () => undefined };
  let timer: NodeJS.Timeout | undefined;

  const save = (): void => {
    timer = undefined;
    mkdirSync(dirname(path), { recursive: true });
    // A rename is atomic: a process that is killed while it writes leaves the old file whole.
    writeFileSync(`${path}.new`, JSON.stringify(current()), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };

  return {
    load: () => readKept(path, schema),
    changed: () => {
      timer ??= setTimeout(save, SAVE_AFTER_MS);
    },
    stop: () => {
      if (timer === undefined) return;
      clearTimeout(timer);
      save();
    },
  };
}

function readKept<Schema extends v.GenericSchema>(path: string, schema: Schema): v.InferOutput<Schema> | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const result = v.safeParse(schema, JSON.parse(text));
  if (!result.success) throw new Error(`unable to read ${path}; it was kept in another form: remove the data folder`);
  return result.output;
}
