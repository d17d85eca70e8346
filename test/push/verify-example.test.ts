import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type IsGenuine = (
  headers: Readonly<Record<string, string>>,
  body: string,
  keys: Readonly<Record<string, string>>,
  nowSec: number,
) => boolean;

const exampleOf = async (): Promise<IsGenuine> => {
  const document = readFileSync(new URL('../../docs/PUSH.md', import.meta.url), 'utf8');
  const code = /<!-- example:verify -->\s*```js\n([^]*?)```/.exec(document)?.[1] ?? '';
  const module: unknown = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return (module as { isGenuine: IsGenuine }).isGenuine;
};

const NOW = 1_767_603_600;
const BODY = '{"upTo":17}';
const signed = (key: string, keyId = 'k2', at = NOW): Record<string, string> => ({
  'dormouse-key-id': keyId,
  'dormouse-timestamp': String(at),
  'dormouse-signature': createHmac('sha256', key).update(`${at}.${BODY}`).digest('base64url'),
});

describe('the check of a signature that docs/PUSH.md shows', () => {
  it('[PUSH-9] takes what was signed with any of the live keys, and nothing else', async () => {
    const isGenuine = await exampleOf();
    const keys = { k1: 'old', k2: 'new' };
    expect(isGenuine(signed('new'), BODY, keys, NOW)).toBe(true);
    expect(isGenuine(signed('old', 'k1'), BODY, keys, NOW)).toBe(true);
    expect(isGenuine(signed('old'), BODY, keys, NOW)).toBe(false);
    expect(isGenuine(signed('new', 'k3'), BODY, keys, NOW)).toBe(false);
    expect(isGenuine(signed('new'), `${BODY} `, keys, NOW)).toBe(false);
    expect(isGenuine(signed('new', 'k2', NOW - 301), BODY, keys, NOW)).toBe(false);
    expect(isGenuine({ ...signed('new'), 'dormouse-signature': 'short' }, BODY, keys, NOW)).toBe(false);
    expect(isGenuine({}, BODY, keys, NOW)).toBe(false);
  });
});
