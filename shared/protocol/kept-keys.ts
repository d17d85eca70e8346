import * as v from 'valibot';

/** Names with a meaning of their own in JavaScript: `v.record` passes over what stands under them, without a word. */
const PASSED_OVER: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Before a record that people fill: a key that could not be kept is refused, not passed over (DATA-4). */
export const keptKeys = v.pipe(
  v.unknown(),
  v.check(
    (value) => typeof value !== 'object' || value === null || !PASSED_OVER.some((key) => Object.hasOwn(value, key)),
    `must have no key ${PASSED_OVER.join(', ')}`,
  ),
);
