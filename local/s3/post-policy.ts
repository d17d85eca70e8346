import * as v from 'valibot';
import { AwsError } from '../protocols/aws-error.ts';
import type { PostForm } from './post-form.ts';
import { accessDenied } from './s3-error.ts';
import { isSameSignature, scopeOf, signAsS3, signatureDoesNotMatch } from './signed-query.ts';

const policy = v.object({
  expiration: v.pipe(
    v.string(),
    v.transform((text) => Date.parse(text)),
    v.number(),
  ),
  conditions: v.array(
    v.union([
      v.tuple([v.picklist(['eq', 'starts-with']), v.string(), v.string()]),
      v.tuple([v.literal('content-length-range'), v.number(), v.number()]),
      v.record(v.string(), v.string()),
    ]),
  ),
});

/** Fields that no condition need name (S3 user guide, "POST policy"). */
const UNCONDITIONED = /^(x-amz-signature|file|policy|x-ignore-.*)$/;

interface Match {
  readonly kind: 'eq' | 'starts-with';
  readonly field: string;
  readonly value: string;
}

/**
 * Checks a form against the policy in it, which must be signed, in force, and name every field of the form.
 * @throws AwsError in S3's words.
 */
export function checkPostPolicy(form: PostForm, bucketName: string, secret: string, nowMs: number): void {
  const field = (name: string): string => form.fields.get(name) ?? '';
  const encoded = field('policy');
  const expected = signAsS3(secret, scopeOf(field('x-amz-credential')), encoded);
  if (!isSameSignature(expected, field('x-amz-signature'))) throw signatureDoesNotMatch();
  const { expiration, conditions } = readPolicy(encoded);
  if (nowMs > expiration) throw accessDenied('Invalid according to Policy: Policy expired.');
  const valueOf = (name: string): string => (name === 'bucket' ? bucketName : field(name));
  const matches: Match[] = [];
  for (const condition of conditions) {
    if (Array.isArray(condition)) {
      if (condition[0] === 'content-length-range') checkLength(form.file.length, condition[1], condition[2]);
      else
        matches.push({ kind: condition[0], field: condition[1].replace(/^\$/, '').toLowerCase(), value: condition[2] });
    } else {
      for (const [name, value] of Object.entries(condition))
        matches.push({ kind: 'eq', field: name.toLowerCase(), value });
    }
  }
  for (const { kind, field: name, value } of matches) {
    const actual = valueOf(name);
    if (kind === 'eq' ? actual === value : actual.startsWith(value)) continue;
    throw accessDenied(
      `Invalid according to Policy: Policy Condition failed: ["${kind}", "$${name}", "${value.replaceAll('"', '\\"')}"]`,
    );
  }
  const named = new Set(matches.map((match) => match.field));
  const extra = [...form.fields.keys()].filter((name) => !named.has(name) && !UNCONDITIONED.test(name));
  if (extra.length > 0) throw accessDenied(`Invalid according to Policy: Extra input fields: ${extra.join(', ')}`);
}

function checkLength(actual: number, least: number, most: number): void {
  if (actual < least) {
    throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  }
  if (actual > most) throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
}

function readPolicy(encoded: string): v.InferOutput<typeof policy> {
  try {
    return v.parse(policy, JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')));
  } catch {
    throw new AwsError(
      'InvalidPolicyDocument',
      'The content of the form does not meet the conditions specified in the policy document.',
    );
  }
}
