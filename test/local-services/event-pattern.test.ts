import { describe, expect, it } from 'vitest';
import { matches, type EventPattern } from '../../local/events/pattern.ts';

const event = {
  source: 'dormouse.chat',
  'detail-type': 'chat-closed',
  detail: { chatId: 'c1', index: 17, status: -2, tags: ['vip', 'late'], by: { kind: 'customer' }, note: null },
};

describe('an event pattern', () => {
  it.each<[string, EventPattern, boolean]>([
    ['an exact value', { source: ['dormouse.chat'] }, true],
    ['one of several values', { source: ['other', 'dormouse.chat'] }, true],
    ['another value', { source: ['other'] }, false],
    ['a number, not its text', { detail: { index: ['17'] } }, false],
    ['null', { detail: { note: [null] } }, true],
    ['all members, not some', { source: ['dormouse.chat'], 'detail-type': ['chat-opened'] }, false],
    ['a nested member', { detail: { by: { kind: ['customer'] } } }, true],
    ['a member that is missing', { detail: { nobody: { kind: ['customer'] } } }, false],
    ['an element of a list', { detail: { tags: ['vip'] } }, true],
    ['a prefix', { source: [{ prefix: 'dormouse.' }] }, true],
    ['another prefix', { source: [{ prefix: 'chat.' }] }, false],
    ['a suffix', { source: [{ suffix: '.chat' }] }, true],
    ['text whatever its case', { source: [{ 'equals-ignore-case': 'DORMOUSE.Chat' }] }, true],
    ['anything but the value', { source: [{ 'anything-but': 'dormouse.chat' }] }, false],
    ['anything but some values', { source: [{ 'anything-but': ['a', 'b'] }] }, true],
    ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'dormouse.' } }] }, false],
    ['anything but, of a missing member', { nothing: [{ 'anything-but': 'x' }] }, false],
    ['a member that exists', { detail: { index: [{ exists: true }] } }, true],
    ['a member that must not exist', { detail: { index: [{ exists: false }] } }, false],
    ['a missing member that must not exist', { detail: { gone: [{ exists: false }] } }, true],
    ['a missing object whose member must not exist', { gone: { member: [{ exists: false }] } }, true],
    ['a range that holds the number', { detail: { index: [{ numeric: ['>', 10, '<=', 17] }] } }, true],
    ['a range that does not', { detail: { index: [{ numeric: ['>', 17] }] } }, false],
    ['an exact number', { detail: { status: [{ numeric: ['=', -2] }] } }, true],
    ['one of two patterns', { $or: [{ source: ['x'] }, { detail: { chatId: ['c1'] } }] }, true],
    ['neither of two patterns', { $or: [{ source: ['x'] }, { source: ['y'] }] }, false],
    ['nothing', {}, true],
  ])('asks for %s', (_what, pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it('filters stream records by a leaf, and never lets one without a new image through', () => {
    const marked: EventPattern = { dynamodb: { NewImage: { fx: { S: ['1'] } } } };

    expect(matches(marked, { dynamodb: { NewImage: { fx: { S: '1' }, pk: { S: 'CHAT#1' } } } })).toBe(true);
    expect(matches(marked, { dynamodb: { NewImage: { pk: { S: 'CHAT#1' } } } })).toBe(false);
    expect(matches(marked, { dynamodb: { Keys: { pk: { S: 'CHAT#1' } } } })).toBe(false);
  });

  it.each<[string, EventPattern]>([
    ['a kind of condition it does not know', { source: [{ wildcard: 'dormouse.*' }] }],
    ['a leaf without a list', { source: 'dormouse.chat' }],
    ['two kinds in one condition', { source: [{ prefix: 'd', suffix: 't' }] }],
    ['a numeric comparison it does not know', { detail: { index: [{ numeric: ['!=', 1] }] } }],
  ])('throws at %s', (_what, pattern) => {
    expect(() => matches(pattern, event)).toThrow('unable to read an event pattern');
  });
});
