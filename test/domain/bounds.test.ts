import { describe, expect, it } from 'vitest';
import { EVENT_BYTES_MAX, STATE_BYTES_MAX } from '../../shared/domain/limits.ts';
import { encodeSession } from '../../shared/domain/session-codec.ts';
import {
  alerted,
  ANN,
  at,
  BOB,
  close,
  closed,
  CUSTOMER,
  customerPosted,
  DUE,
  hello,
  HOUR,
  join,
  joined,
  leave,
  left,
  lose,
  open,
  opened,
  OPTIONS,
  post,
  SEC,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value), 'utf8');

describe('bounds', () => {
  const envelope = bytes(customerPosted('m-000001', 5 * SEC, { text: '' })(2));

  it('[BND-1] takes a message whose event fills 32,768 bytes, and not one byte more', () => {
    const text = 'x'.repeat(EVENT_BYTES_MAX - envelope);
    given(opened())
      .when(post('m-000001', { text }), at(5 * SEC))
      .then(customerPosted('m-000001', 5 * SEC, { text }));
    given(opened())
      .when(post('m-000001', { text: `${text}x` }), at(5 * SEC))
      .thenRejected('too-long');
  });

  it('[BND-1] counts bytes as they go out: UTF-8, with what JSON escapes', () => {
    const room = EVENT_BYTES_MAX - envelope;
    given(opened())
      .when(post('m-000001', { text: 'é'.repeat(room / 2 + 1) }), at(5 * SEC))
      .thenRejected('too-long');
    given(opened())
      .when(post('m-000001', { text: '\u{1F42D}'.repeat(room / 4 + 1) }), at(5 * SEC))
      .thenRejected('too-long');
    given(opened())
      .when(post('m-000001', { text: '\n'.repeat(room / 2 + 1) }), at(5 * SEC))
      .thenRejected('too-long');
  });

  it('[BND-1] refuses an opening that is too large', () => {
    given()
      .when(open({ userData: { note: 'x'.repeat(EVENT_BYTES_MAX) } }), at(0))
      .thenRejected('too-long');
  });

  it('[BND-2] refuses what people do when the state would grow past 24,576 bytes', () => {
    const nickname = 'x'.repeat(STATE_BYTES_MAX - 540);
    const state = sessionOf(opened({ nickname }));
    expect(bytes(encodeSession(state))).toBeLessThan(STATE_BYTES_MAX);
    given(opened({ nickname }))
      .when(join(ANN, { nickname: 'y'.repeat(64) }), at(1 * SEC))
      .thenRejected('too-long');
  });

  it('[BND-2] takes what fills the state to 24,576 bytes, and not one byte more', () => {
    const bytesWith = (nickname: string): number =>
      bytes(JSON.parse(encodeSession(sessionOf(opened({ nickname }), joined(ANN, 1 * SEC)))));
    const nickname = 'x'.repeat(STATE_BYTES_MAX - bytesWith(''));
    expect(bytesWith(nickname)).toBe(24_576);
    given(opened({ nickname }))
      .when(join(ANN), at(1 * SEC))
      .then(joined(ANN, 1 * SEC));
    given(opened({ nickname: `${nickname}x` }))
      .when(join(ANN), at(1 * SEC))
      .thenRejected('too-long');
  });

  it('[BND-3] never refuses a close, a leave, or what functions cause: hello, alert, loss of an agent', () => {
    const nickname = 'x'.repeat(STATE_BYTES_MAX);
    const chat = given(opened({ nickname }), joined(ANN, 0), joined(BOB, 0));
    chat.when(post('m-000001'), at(HOUR)).thenRejected('too-long');
    chat.when(close(), at(HOUR)).then(closed(HOUR, { id: 'c/close.01', actor: CUSTOMER, cause: 'customer', text: '' }));
    chat.when(leave(ANN), at(HOUR)).then(left(ANN, HOUR));
    chat.when(lose(ANN), at(HOUR)).then(left(ANN, HOUR, { cause: 'lost' }));
    chat
      .when({ type: 'wake-up', id: 's/wake/1', number: 1 }, at(DUE.alert))
      .then(alerted(DUE.alert, { fired: 1, arm: { number: 2, at: 86_667_543 } }));
    chat.when(hello('S1'), at(1)).then((index) => ({
      v: 1,
      index,
      at: 1,
      id: 's/hello/S1',
      actor: { type: 'CLIENT' },
      visibility: 'INT',
      type: 'customer-connected',
      connectionId: 'S1',
      seen: 0,
      arm: { number: 2, at: 7_860_000 },
    }));
    given(opened({ nickname }), alerted(HOUR))
      .when({ type: 'wake-up', id: 's/wake/2', number: 2 }, at(HOUR + DUE.close), OPTIONS)
      .then(closed(HOUR + DUE.close, { fired: 2 }));
  });
});
