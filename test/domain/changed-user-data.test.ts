import { describe, expect, it } from 'vitest';
import { decide } from '../../shared/domain/decide/decide.ts';
import { decodeSession, encodeSession, stateVersionOf } from '../../shared/domain/session-codec.ts';
import {
  ANN,
  CUSTOMER,
  closed,
  customerPosted,
  dataUpdated,
  HOUR,
  joined,
  left,
  MIN,
  opened,
  OPTIONS,
  removed,
  SEC,
  updateData,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';

const BY_ANN = { type: 'AGENT', agentId: ANN } as const;
const here = [opened(), joined(ANN, SEC)] as const;

describe('user data', () => {
  it('[DATA-1] of the customer is for everybody, of an agent for agents', () => {
    given(...here)
      .when(updateData(CUSTOMER, 'd-000001', { TimeZone: '60' }), MIN)
      .then(dataUpdated(CUSTOMER, 'd-000001', { TimeZone: '60' }, MIN));
    given(...here)
      .when(updateData(BY_ANN, 'd-000001', { Priority: '7', TimeZone: null }), MIN)
      .then(dataUpdated(ANN, 'd-000001', { Priority: '7', TimeZone: null }, MIN, { visibility: 'INT' }));
  });

  it('[ROLE-1, CLOSE-3, CMD-1] is refused from whoever is not in the chat and after the close, and not set twice', () => {
    given(opened())
      .when(updateData(BY_ANN, 'd-1', { a: '1' }), MIN)
      .thenRejected('not-in-chat');
    given(...here, closed(2 * SEC))
      .when(updateData(CUSTOMER, 'd-1', { a: '1' }), MIN)
      .thenRejected('chat-closed');
    given(opened(), dataUpdated(CUSTOMER, 'd-000001', { a: '1' }, SEC))
      .when(updateData(CUSTOMER, 'd-000001', { a: '1' }), MIN)
      .thenNothing(2);
  });

  it.each(['GCTI_Chat_AsyncStatus', 'GCTI_Chat_AsyncCheckAt'])(
    '[PROV-4] never say the %s: it is the server’s',
    (key) => {
      for (const by of [CUSTOMER, BY_ANN, { type: 'EXTERNAL' }] as const) {
        given(...here)
          .when(updateData(by, 'd-000001', { Order: '7', [key]: '5' }), MIN)
          .thenRejected('bad-user-data');
        given(...here)
          .when(updateData(by, 'd-000001', { [key]: null }), MIN)
          .thenRejected('bad-user-data');
      }
    },
  );

  it('[PROV-4] take of a known key what the opening takes, and may delete it; a refusal names key, value and range', () => {
    const rejected = decide(
      sessionOf(...here),
      updateData(CUSTOMER, 'd-000001', { TimeZone: '99999', GCTI_Chat_AsyncMode: 'on', Order: '7' }),
      MIN,
      OPTIONS,
    );
    expect(rejected).toMatchObject({
      code: 'bad-user-data',
      detail:
        'unable to set user data; TimeZone: "99999" must be a whole number of minutes from -720 to 840; GCTI_Chat_AsyncMode: "on" must be true or false',
    });
    const deleted = updateData(CUSTOMER, 'd-000001', { GCTI_Chat_AsyncStatus: null });
    expect(decide(sessionOf(...here), deleted, MIN, OPTIONS)).toMatchObject({
      detail: 'unable to set user data; GCTI_Chat_AsyncStatus: must be left out; only the server writes it',
    });
    const changes = { TimeZone: '-300', GCTI_GMS_PushLanguage: null };
    given(...here)
      .when(updateData(CUSTOMER, 'd-000001', changes), MIN)
      .then(dataUpdated(CUSTOMER, 'd-000001', changes, MIN));
  });

  it('[DATA-2] that was changed since the opening is in the state, a deleted key as deleted', () => {
    const past = [...here, dataUpdated(CUSTOMER, 'd-1', { a: '1', b: '2' }, MIN)] as const;
    expect(sessionOf(...here)).not.toHaveProperty('userData');
    const state = sessionOf(...past, dataUpdated(ANN, 'd-2', { a: null, c: '3' }, HOUR));
    expect(state.userData).toEqual({ a: null, b: '2', c: '3' });
    expect(decodeSession(encodeSession(state))).toEqual(state);
  });

  it('[DATA-2] takes 8,192 bytes in all, and not one more', () => {
    const past = [...here, dataUpdated(CUSTOMER, 'd-1', { a: 'x'.repeat(4_000) }, MIN)] as const;
    const fits = { b: 'x'.repeat(8_192 - 4_000 - '{"a":"","b":""}'.length) };
    given(...past)
      .when(updateData(CUSTOMER, 'd-2', fits, { seen: 3 }), HOUR)
      .then(dataUpdated(CUSTOMER, 'd-2', fits, HOUR, { seen: 3 }));
    given(...past)
      .when(updateData(CUSTOMER, 'd-2', { b: `${fits.b}x` }), HOUR)
      .thenRejected('too-long');
    given(...past)
      .when(updateData(CUSTOMER, 'd-2', { a: null, b: `${fits.b}x` }), HOUR)
      .then(dataUpdated(CUSTOMER, 'd-2', { a: null, b: `${fits.b}x` }, HOUR));
  });

  it('[DATA-3, IDLE-4, STAT-8] is no activity and leaves the status alone, but brings a removed customer back', () => {
    const state = sessionOf(opened(), removed(MIN), dataUpdated(CUSTOMER, 'd-1', { a: '1' }, HOUR));
    expect(state).toMatchObject({ status: 1, idle: { since: 0 }, customer: { removed: false }, rowIndex: 1 });
  });

  it.each([
    ['userData', dataUpdated(CUSTOMER, 'd-1', { a: '1' }, MIN)],
    ['placed', left(ANN, MIN, { place: { queue: 'billing' } })],
    ['busy', customerPosted('m-1', MIN, { restAt: HOUR })],
  ])('[DATA-2, TRF-2, LIM-3] and what else few chats have is not in the state of the others: %s', (field, event) => {
    const added = Object.keys(sessionOf(...here, event)).filter((key) => !(key in sessionOf(...here)));
    expect(added).toEqual([field]);
  });

  it('[SKEW-4] makes the state one that older code does not fold', () => {
    expect(stateVersionOf(sessionOf(...here))).toBe(1);
    expect(stateVersionOf(sessionOf(...here, dataUpdated(ANN, 'd-1', { a: '1' }, MIN)))).toBe(2);
  });
});
