import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { readFrame } from '../../functions/socket/read-frame.ts';
import { OpenRequest } from '../../shared/protocol/index.ts';
import { keptKeys } from '../../shared/protocol/kept-keys.ts';
import { WorkflowUserData } from '../../shared/protocol/workflow-http.ts';

const RULE = 'must have no key __proto__, constructor, prototype';

/** As it comes over the wire: a literal would set the prototype. */
const withKey = (key: string): unknown => JSON.parse(`{"Order":"7","${key}":"x"}`);

it('[DATA-4] leaves to others what is no object, and takes every other key', () => {
  for (const value of [undefined, null, 7, 'constructor', {}, { Order: '7', Constructor: 'x' }]) {
    expect(v.is(keptKeys, value)).toBe(true);
  }
});

describe.each(['__proto__', 'constructor', 'prototype'])('user data with the key %s', (key) => {
  it('[DATA-4] are refused from a socket', () => {
    const frame = { op: 'user-data', id: 'AbCdEfGhIj.1', seen: 0, userData: withKey(key) };
    expect(readFrame(JSON.stringify(frame))).toMatchObject({
      code: 'bad-frame',
      message: `unable to read the frame; userData: ${RULE}`,
    });
  });

  it.each([
    ['an opening', OpenRequest, { secret: 's'.repeat(22), nickname: 'Ada', userData: withKey(key) }],
    ['a workflow', WorkflowUserData, { id: 'workflow-1', userData: withKey(key) }],
  ])('[DATA-4] are refused from %s', (_who, schema, body) => {
    const parsed = v.safeParse(schema, body);
    expect(parsed.issues?.map((issue) => [v.getDotPath(issue), issue.type, issue.message])).toEqual([
      ['userData', 'check', RULE],
    ]);
  });
});
