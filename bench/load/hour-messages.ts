import * as v from 'valibot';

/** What happened in one minute: events for the socket function. */
export const Minute = v.object({ bundle: v.string(), events: v.array(v.record(v.string(), v.unknown())) });
export type Minute = v.InferOutput<typeof Minute>;

/** What the minute left in the function's heap, in bytes, and what it answered. */
export const MinuteResult = v.object({ heapBytes: v.number(), replies: v.array(v.unknown()) });
export type MinuteResult = v.InferOutput<typeof MinuteResult>;
