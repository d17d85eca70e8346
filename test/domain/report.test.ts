import { describe, expect, it } from 'vitest';
import { FACT_COLUMN_NAMES, type SessionFact } from '../../shared/domain/reporting/columns.ts';
import { factOf, statisticsOf, tallyAfter, utcDayOf, type Tally } from '../../shared/domain/reporting/session-fact.ts';
import {
  agentPosted,
  alerted,
  ANN,
  at,
  BOB,
  CHAT,
  close,
  closed,
  connected,
  CUSTOMER,
  customerPosted,
  DUE,
  agent,
  FLOW,
  joined,
  left,
  MIN,
  opened,
  OPTIONS,
  removed,
  SEC,
  typingNoted,
  type Unplaced,
} from '../support/builders.ts';
import { given, logOf } from '../support/given-when-then.ts';

const tallyOf = (...events: readonly Unplaced[]): Tally => {
  const tally = logOf(...events).reduce<Tally | undefined>(tallyAfter, undefined);
  if (tally === undefined) throw new Error('unable to count; there are no events');
  return tally;
};

const reportOf = (...events: readonly Unplaced[]): SessionFact => {
  const fact = factOf(tallyOf(...events));
  if (fact === undefined) throw new Error('unable to report; the chat is open');
  return fact;
};

describe('the fact of a chat', () => {
  it('[REP-1] is every figure of a whole story', () => {
    const fact = reportOf(
      opened({
        service: 'shop',
        subject: 'Zwölf 🐭',
        userData: { GCTI_Chat_AsyncMode: 'true', TimeZone: '-480', push_notification_language: 'de-CH' },
      }),
      connected('S1', at(1 * SEC)),
      customerPosted('m-1', at(10 * SEC), { text: 'Héllo' }),
      customerPosted('m-2', at(20 * SEC), { text: '🐭🐭' }),
      joined(ANN, at(60 * SEC)),
      agentPosted(ANN, 'n-1', at(70 * SEC)),
      agentPosted(ANN, 'n-2', at(75 * SEC), { visibility: 'INT' }),
      agentPosted(ANN, 'n-3', at(80 * SEC)),
      customerPosted('m-3', at(100 * SEC), { text: 'Hm' }),
      left(ANN, at(110 * SEC), { cause: 'transferred' }),
      joined(BOB, at(140 * SEC)),
      agentPosted(BOB, 'n-4', at(150 * SEC)),
      left(BOB, at(200 * SEC), { cause: 'hold' }),
      removed(at(900 * SEC)),
      alerted(at(2_000 * SEC)),
      closed(at(2_600 * SEC), { overdue: { kind: 'idle-close', lateMs: 200_000 } }),
    );
    expect(fact).toStrictEqual({
      fact_version: 1,
      chat_id: CHAT,
      service: 'shop',
      opened_at_ms: 0,
      closed_at_ms: 2_600_000,
      duration_ms: 2_600_000,
      async_mode: true,
      push: true,
      language: 'de-CH',
      time_zone_min: -480,
      subject_chars: 7,
      end_reason: 'idle',
      ended_by: 'system',
      end_status: 3,
      end_agents_count: 0,
      abandoned: false,
      interaction_stopped: false,
      handle_count: 2,
      handle_duration_ms: 110_000,
      dormant_count: 1,
      dormant_duration_ms: 1_800_000,
      wait_count: 3,
      wait_duration_ms: 690_000,
      wait_max_ms: 600_000,
      idle_count: 1,
      idle_duration_ms: 600_000,
      agents_count: 2,
      join_count: 2,
      hold_count: 1,
      transfer_count: 1,
      desk_loss_count: 0,
      first_agent_ms: 60_000,
      first_reply_ms: 70_000,
      customer_message_count: 3,
      customer_chars: 9,
      agent_message_count: 3,
      agent_chars: 15,
      internal_message_count: 1,
      other_message_count: 0,
      agent_reply_count: 2,
      agent_reply_duration_ms: 110_000,
      agent_reply_max_ms: 60_000,
      customer_reply_count: 1,
      customer_reply_duration_ms: 30_000,
      customer_reply_max_ms: 30_000,
      customer_silence_max_ms: 2_500_000,
      customer_removal_count: 1,
      stuck_count: 1,
      event_count: 16,
    } satisfies SessionFact);
    expect(Object.keys(fact)).toEqual(FACT_COLUMN_NAMES);
  });

  it('[REP-1] counts from its opening, whenever that was', () => {
    const later =
      (event: Unplaced): Unplaced =>
      (index) => ({ ...event(index), at: event(index).at + 7_000 });
    const events = [opened(), joined(ANN, at(20)), agentPosted(ANN, 'n-1', at(30)), closed(at(50))];
    expect(reportOf(...events.map(later))).toMatchObject({
      opened_at_ms: 7_000,
      closed_at_ms: 7_050,
      duration_ms: 50,
      first_agent_ms: 20,
      first_reply_ms: 30,
    });
  });

  it('[REP-1] is none while the chat is open', () => {
    expect(factOf(tallyOf(opened(), joined(ANN, at(1)), customerPosted('m-1', at(2))))).toBeUndefined();
  });

  it('[REP-1] refuses a log that does not begin with an opening', () => {
    expect(() => tallyOf(customerPosted('m-1', at(2)))).toThrow(
      'unable to count message-posted; a log begins with chat-opened',
    );
  });

  it('[REP-1] of a chat in which nothing happened is zeros, and waiting', () => {
    expect(
      reportOf(opened({ push: false, userData: {} }), closed(at(30 * SEC), { cause: 'customer', actor: CUSTOMER })),
    ).toMatchObject({
      push: false,
      async_mode: false,
      language: null,
      time_zone_min: null,
      subject_chars: 0,
      end_reason: 'customer',
      ended_by: 'customer',
      end_status: 1,
      abandoned: true,
      handle_count: 0,
      dormant_duration_ms: 0,
      wait_count: 1,
      wait_duration_ms: 30_000,
      first_agent_ms: null,
      first_reply_ms: null,
      customer_silence_max_ms: 30_000,
    });
  });

  it('[REP-1] names a workflow that ended the chat', () => {
    expect(reportOf(opened(), closed(at(1), { cause: 'workflow', actor: FLOW })).ended_by).toBe('workflow');
  });

  it('[REP-2] keeps nothing that a person wrote or is called', () => {
    const secret = 'Swordfish';
    const fact = reportOf(
      opened({
        nickname: secret,
        subject: secret,
        userData: { push_notification_language: `my ${secret}`, TimeZone: secret, any: secret },
      }),
      customerPosted('m-1', at(1), { text: secret }),
      joined(ANN, at(2)),
      agentPosted(ANN, 'n-1', at(3)),
      closed(at(4), { text: secret, cause: 'agent', actor: agent(ANN) }),
    );
    const text = JSON.stringify(fact);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(ANN);
    expect(text).not.toContain('Ann');
    expect([fact.language, fact.time_zone_min, fact.ended_by]).toEqual([null, null, 'agent']);
  });

  it.each(['de', 'pt-BR', 'zh-Hant-TW'])('[REP-2] keeps %s as a language, whichever key gave it', (tag) => {
    const userData = { GCTI_GMS_PushLanguage: tag };
    expect(reportOf(opened({ userData }), closed(at(1))).language).toBe(tag);
  });

  it.each(['', 'x', 'call me', 'de-CH-1-2-3-4', '+41791234567'])('[REP-2] keeps no language of %j', (words) => {
    const userData = { push_notification_language: words };
    expect(reportOf(opened({ userData }), closed(at(1))).language).toBeNull();
  });

  it.each([
    ['60', 60],
    ['-7', -7],
    ['12345', null],
    ['x60', null],
    ['60x', null],
    ['1.5', null],
  ])('[REP-2] keeps of the time zone %j: %s', (TimeZone, minutes) => {
    expect(reportOf(opened({ userData: { TimeZone } }), closed(at(1))).time_zone_min).toBe(minutes);
  });

  it('[REP-6] counts what neither customer nor agents say apart, as nobody’s reply', () => {
    const fact = reportOf(
      opened(),
      customerPosted('m-1', at(1)),
      customerPosted('m-2', at(2), { id: 's/bot/1', actor: { type: 'SYSTEM' } }),
      closed(at(3)),
    );
    expect(fact).toMatchObject({
      other_message_count: 1,
      customer_message_count: 1,
      agent_message_count: 0,
      agent_reply_count: 0,
      first_reply_ms: null,
    });
  });

  it('[REP-3] counts a wait that the customer goes on with as one', () => {
    const fact = reportOf(
      opened(),
      customerPosted('m-1', at(1 * MIN)),
      customerPosted('m-2', at(2 * MIN)),
      closed(at(3 * MIN)),
    );
    expect(fact).toMatchObject({ wait_count: 1, wait_duration_ms: 3 * MIN, wait_max_ms: 3 * MIN });
  });

  it('[REP-4] ends idleness with activity, which may leave the chat waiting', () => {
    const fact = reportOf(
      opened(),
      alerted(at(10 * MIN)),
      typingNoted(CUSTOMER, at(12 * MIN)),
      alerted(at(30 * MIN)),
      closed(at(40 * MIN)),
    );
    expect(fact).toMatchObject({
      idle_count: 2,
      idle_duration_ms: 12 * MIN,
      wait_count: 1,
      wait_duration_ms: 40 * MIN,
    });
  });

  it('[REP-4] counts an alert while an agent is there, within the handling', () => {
    const fact = reportOf(opened(), joined(ANN, at(0)), alerted(at(10 * MIN)), closed(at(40 * MIN)));
    expect(fact).toMatchObject({
      idle_duration_ms: 30 * MIN,
      handle_duration_ms: 40 * MIN,
      wait_duration_ms: 0,
      end_status: -1,
    });
  });

  it('[REP-5] counts agents once, comings each time, and no newer epoch', () => {
    const fact = reportOf(
      opened(),
      joined(ANN, at(1)),
      joined(ANN, at(2), { epoch: 2, visibility: 'NONE' }),
      left(ANN, at(3), { cause: 'lost' }),
      joined(ANN, at(4)),
      closed(at(5)),
    );
    expect(fact).toMatchObject({
      agents_count: 1,
      join_count: 2,
      desk_loss_count: 1,
      handle_count: 2,
      end_agents_count: 1,
    });
  });

  it('[REP-5] counts a hold or transfer only of the last agent', () => {
    const fact = reportOf(
      opened(),
      joined(ANN, at(1)),
      joined(BOB, at(2)),
      left(ANN, at(3), { cause: 'transferred' }),
      left(BOB, at(4), { cause: 'left' }),
      closed(at(5)),
    );
    expect(fact).toMatchObject({ hold_count: 0, transfer_count: 0, dormant_count: 1, agents_count: 2 });
  });

  it('[REP-6] counts no question that nobody answered, and no answer to nothing', () => {
    const fact = reportOf(
      opened(),
      joined(ANN, at(0)),
      agentPosted(ANN, 'n-1', at(1 * SEC)),
      agentPosted(ANN, 'n-2', at(2 * SEC)),
      customerPosted('m-1', at(5 * SEC)),
      agentPosted(ANN, 'n-3', at(6 * SEC), { visibility: 'INT' }),
      customerPosted('m-2', at(9 * SEC)),
      closed(at(10 * SEC)),
    );
    expect(fact).toMatchObject({
      first_reply_ms: 1_000,
      agent_reply_count: 0,
      agent_reply_duration_ms: 0,
      customer_reply_count: 1,
      customer_reply_duration_ms: 4_000,
      customer_reply_max_ms: 4_000,
    });
  });

  it.each([
    { stop: undefined, present: false, ever: false, stopped: false },
    { stop: 'always', present: true, ever: true, stopped: true },
    { stop: 'always', present: false, ever: false, stopped: true },
    { stop: 'noagents', present: true, ever: true, stopped: false },
    { stop: 'noagents', present: false, ever: true, stopped: true },
    { stop: 'noagents', present: false, ever: false, stopped: true },
    { stop: 'noanswer', present: true, ever: true, stopped: false },
    { stop: 'noanswer', present: false, ever: true, stopped: false },
    { stop: 'noanswer', present: false, ever: false, stopped: true },
  ] as const)(
    '[REP-7] stop $stop with agent present $present, ever $ever: $stopped',
    ({ stop, present, ever, stopped }) => {
      const agents = [...(ever ? [joined(ANN, at(1))] : []), ...(ever && !present ? [left(ANN, at(2))] : [])];
      const ending = stop === undefined ? {} : { stop };
      expect(reportOf(opened(), ...agents, closed(at(3), ending)).interaction_stopped).toBe(stopped);
    },
  );

  it('[REP-8] writes what the options say of the end into an idle close', () => {
    const options = { ...OPTIONS, stopRule: 'noanswer', attachRule: 'fired' } as const;
    const alertedAt = at(DUE.alert);
    given(opened(), removed(at(1)), alerted(alertedAt))
      .when({ type: 'wake-up', id: 's/wake/2', number: 2 }, at(alertedAt + DUE.close), options)
      .then(closed(at(alertedAt + DUE.close), { fired: 2, stop: 'noanswer', attach: 'fired' }));
  });

  it('[REP-8] writes it into the close of a person, and nothing with the defaults', () => {
    const options = { ...OPTIONS, stopRule: 'always', attachRule: 'all' } as const;
    const event = { id: 'c/close.01', actor: CUSTOMER, cause: 'customer', text: '' } as const;
    given(opened())
      .when(close(), at(MIN), options)
      .then(closed(at(MIN), { ...event, stop: 'always', attach: 'all' }));
    given(opened())
      .when(close(), at(MIN))
      .then(closed(at(MIN), event));
  });

  it('[REP-9] has statistics that say what happened, and not which chat it was', () => {
    const fact = reportOf(opened({ service: 'shop' }), customerPosted('m-1', at(1), { text: 'Hey' }), closed(at(9)));
    expect(statisticsOf(fact, 'fired')).toEqual({
      duration_ms: 9,
      end_reason: 'idle',
      ended_by: 'system',
      end_status: 2,
      abandoned: true,
      wait_count: 1,
      wait_duration_ms: 9,
      wait_max_ms: 9,
      customer_message_count: 1,
      customer_chars: 3,
      customer_silence_max_ms: 8,
      event_count: 3,
    });
    const all = statisticsOf(fact, 'all');
    expect(all).toMatchObject({ handle_count: 0, interaction_stopped: false, first_reply_ms: null });
    expect(
      Object.keys(all).filter((name) => ['chat_id', 'service', 'language', 'opened_at_ms'].includes(name)),
    ).toEqual([]);
  });

  it('[REP-10] belongs to the day of the close in UTC', () => {
    expect(utcDayOf({ closed_at_ms: 86_399_999 })).toBe(0);
    expect(utcDayOf({ closed_at_ms: 86_400_000 })).toBe(1);
  });
});
