import * as v from 'valibot';

/** A block of events for one bundle. */
export const Block = v.object({ bundle: v.string(), events: v.array(v.unknown()) });
export type Block = v.InferOutput<typeof Block>;

/** What became of a block. */
export const BlockResult = v.object({
  /** User and system time of the whole process, in microseconds. */
  cpuUs: v.number(),
  replies: v.array(v.unknown()),
});
export type BlockResult = v.InferOutput<typeof BlockResult>;
