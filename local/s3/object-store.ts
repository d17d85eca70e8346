import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { keptFile } from '../protocols/kept-file.ts';
import type { ServiceEnvironment } from '../protocols/service-environment.ts';
import type { LifecycleRule } from '../template/model.ts';
import { expiresAtMs } from './lifecycle.ts';

const texts = v.record(v.string(), v.string());
const storedObject = v.object({
  key: v.string(),
  sizeBytes: v.number(),
  /** With its quotation marks. */
  etag: v.string(),
  lastModifiedMs: v.number(),
  /** Headers that come back with the object: content-type, cache-control, x-amz-meta-…. */
  headers: texts,
  tags: texts,
  /** Name of the file, or of the entry in memory, that holds the bytes. */
  bodyId: v.string(),
});
const keptObjects = v.record(v.string(), v.array(storedObject));

/** An object without its bytes. */
export type StoredObject = v.InferOutput<typeof storedObject>;

/** What a write brings. */
export interface NewObject {
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The objects of one bucket; expired ones are not among them. */
export interface BucketStore {
  find(key: string): StoredObject | undefined;
  read(object: StoredObject): Promise<Buffer>;
  put(key: string, object: NewObject): Promise<StoredObject>;
  /** Takes an object's tags away; its age goes on. */
  untag(object: StoredObject): void;
  remove(key: string): Promise<void>;
  /** In the order of their keys' UTF-8 bytes. */
  list(): readonly StoredObject[];
}

/** Every bucket's objects. */
export interface ObjectStore {
  bucket(name: string): BucketStore | undefined;
  stop(): void;
}

/** A bucket and what its lifecycle says. */
export interface StoredBucket {
  readonly name: string;
  readonly lifecycle: readonly LifecycleRule[];
}

/** Objects in memory; with a data folder the bytes lie in files of it, named at random, and the index in `s3.json`. */
export function createObjectStore(
  { clock, dataDir }: Pick<ServiceEnvironment, 'clock' | 'dataDir'>,
  buckets: readonly StoredBucket[],
): ObjectStore {
  const objects = new Map(buckets.map(({ name }) => [name, new Map<string, StoredObject>()]));
  const kept = keptFile(dataDir === undefined ? undefined : join(dataDir, 's3.json'), keptObjects, () =>
    Object.fromEntries([...objects].map(([name, held]) => [name, [...held.values()]])),
  );
  for (const [name, held] of Object.entries(kept.load() ?? {})) {
    for (const object of held) objects.get(name)?.set(object.key, object);
  }
  const bodies = dataDir === undefined ? memoryBodies() : fileBodies(join(dataDir, 's3'));

  const open = ({ name, lifecycle }: StoredBucket): BucketStore => {
    const held = objects.get(name) ?? new Map<string, StoredObject>();
    const forget = async (object: StoredObject): Promise<void> => {
      held.delete(object.key);
      kept.changed();
      await bodies.remove(object.bodyId);
    };
    const isThere = (object: StoredObject): boolean => (expiresAtMs(lifecycle, object) ?? Infinity) > clock.now();
    return {
      find(key) {
        const object = held.get(key);
        return object && isThere(object) ? object : undefined;
      },
      read: ({ bodyId }) => bodies.read(bodyId),
      async put(key, { headers, tags, body }) {
        for (const object of [...held.values()].filter((one) => !isThere(one))) await forget(object);
        const bodyId = randomUUID();
        await bodies.write(bodyId, body);
        const before = held.get(key);
        const etag = `"${createHash('md5').update(body).digest('hex')}"`;
        const lastModifiedMs = clock.now();
        const object = { key, sizeBytes: body.length, etag, lastModifiedMs, headers, tags, bodyId };
        held.set(key, object);
        kept.changed();
        if (before) await bodies.remove(before.bodyId);
        return object;
      },
      untag(object) {
        held.set(object.key, { ...object, tags: {} });
        kept.changed();
      },
      async remove(key) {
        const object = held.get(key);
        if (object) await forget(object);
      },
      list: () =>
        [...held.values()].filter(isThere).sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key))),
    };
  };

  const stores = new Map(buckets.map((bucket) => [bucket.name, open(bucket)]));
  return { bucket: (name) => stores.get(name), stop: () => kept.stop() };
}

interface Bodies {
  read(id: string): Promise<Buffer>;
  write(id: string, body: Buffer): Promise<void>;
  remove(id: string): Promise<void>;
}

function memoryBodies(): Bodies {
  const held = new Map<string, Buffer>();
  return {
    read: (id) => Promise.resolve(held.get(id) ?? Buffer.alloc(0)),
    write: (id, body) => Promise.resolve(void held.set(id, body)),
    remove: (id) => Promise.resolve(void held.delete(id)),
  };
}

function fileBodies(directory: string): Bodies {
  return {
    read: (id) => readFile(join(directory, id)),
    async write(id, body) {
      await mkdir(directory, { recursive: true });
      await writeFile(join(directory, id), body, { mode: 0o600 });
    },
    remove: (id) => rm(join(directory, id), { force: true }),
  };
}
