import * as v from 'valibot';

/** What the cloud's process is asked: to fill the sockets of some chats' customers, or else to stop. */
export const Order = v.object({ fill: v.optional(v.array(v.string())) });

/** Where the cloud is, what went wrong in it so far, and how many bytes were filled in. */
export const CloudFacts = v.object({
  url: v.string(),
  troubles: v.array(v.string()),
  bytes: v.optional(v.number(), 0),
});
export type CloudFacts = v.InferInput<typeof CloudFacts>;
