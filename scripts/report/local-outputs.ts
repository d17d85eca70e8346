import { readFile } from 'node:fs/promises';
import * as v from 'valibot';

const Outputs = v.object({
  FrontDoorUrl: v.string(),
  ReportsBucketName: v.string(),
  local: v.object({
    endpoint: v.string(),
    region: v.string(),
    signInUrl: v.string(),
    operatorAccessKeyId: v.string(),
    operatorSecretAccessKey: v.string(),
  }),
});

/** Where a running local cloud says what it is made of. */
const file = new URL('../../.dormouse/outputs.json', import.meta.url);

/** What the running local cloud says of itself. @throws one sentence when none runs. */
export const readLocalOutputs = async (): Promise<v.InferOutput<typeof Outputs>> => {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error('unable to find the local cloud; start it with npm start');
  return v.parse(Outputs, JSON.parse(text));
};
