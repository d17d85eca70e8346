import { describe, expect, it } from 'vitest';
import { missedOf } from '../../shared/app/views.ts';
import type { Audience, Author } from '../../shared/domain/commands.ts';
import { effectsOf } from '../../shared/domain/effects.ts';
import { maySpeakFor, recipientsOf } from '../../shared/domain/readers.ts';
import { masksOf } from '../../shared/domain/masking-rules.ts';
import { DEFAULT_OPTIONS } from '../../shared/domain/options.ts';
import {
  agentPost,
  alerted,
  ANN,
  at,
  BOT,
  close,
  closed,
  connected,
  CUSTOMER,
  dataUpdated,
  DUE,
  FLOW,
  flowPost,
  flowPosted,
  HOUR,
  joined,
  left,
  notified,
  notify,
  opened,
  post,
  SEC,
  updateData,
} from '../support/builders.ts';
import { given, logOf, sessionOf } from '../support/given-when-then.ts';

const flowId = (id: string): string => `x/AROAFLOW/${id}`;

describe('a workflow', () => {
  it('[FLOW-1, FLOW-4, SKEW-4] writes without a seat, under the nickname that it gives', () => {
    given(opened())
      .when(flowPost('m-000001', { messageType: 'greeting' }), at(5 * SEC))
      .then((index) => ({
        v: 3,
        index,
        at: 5_000,
        id: 'x/AROAFLOW/m-000001',
        actor: FLOW,
        visibility: 'ALL',
        type: 'message-posted',
        text: 'Hello',
        messageType: 'greeting',
      }));
  });

  it('[FLOW-1] is neither the customer nor an agent: status and seats stay', () => {
    for (const before of [
      sessionOf(opened()),
      sessionOf(opened(), joined(ANN, 1 * SEC)),
      sessionOf(opened(), joined(ANN, 1 * SEC), left(ANN, 2 * SEC, { cause: 'transferred', place: { queue: 'q' } })),
    ]) {
      const events = before.agents.length > 0 || before.status === 5 ? before.index : 1;
      const log = [opened(), joined(ANN, 1 * SEC), left(ANN, 2 * SEC, { cause: 'transferred', place: { queue: 'q' } })];
      const after = sessionOf(...log.slice(0, events), flowPosted('m-000001', 5 * SEC));
      expect({ status: after.status, agents: after.agents, placed: after.placed }).toEqual({
        status: before.status,
        agents: before.agents,
        placed: before.placed,
      });
    }
  });

  it('[FLOW-1, DATA-1] sets user data for agents', () => {
    given(opened())
      .when(updateData(FLOW, 'd-000001', { Priority: 'high' }), at(5 * SEC))
      .then(
        dataUpdated(CUSTOMER, '', { Priority: 'high' }, 5 * SEC, {
          v: 3,
          id: flowId('d-000001'),
          actor: FLOW,
          visibility: 'INT',
        } as object),
      );
  });

  it('[FLOW-1, CLOSE-1] closes, with the cause workflow', () => {
    given(opened(), joined(ANN, 1 * SEC))
      .when(close(FLOW), at(5 * SEC))
      .then(closed(5 * SEC, { id: flowId('close.01'), actor: FLOW, cause: 'workflow', text: '' }));
  });

  it('[FLOW-1, CLOSE-3] is refused in a closed chat, whatever it wants', () => {
    for (const command of [
      flowPost('m-000001'),
      notify(FLOW, 'n-000001'),
      updateData(FLOW, 'd-000001', { a: '1' }),
      close(FLOW),
    ]) {
      given(opened(), closed(9 * HOUR))
        .when(command, at(10 * HOUR))
        .thenRejected('chat-closed');
    }
  });

  it('[FLOW-6, CMD-1, CMD-2] is answered a repeat with its index, and refused one that may have been forgotten', () => {
    const window = Array.from({ length: 32 }, (_, n) => flowPosted(`w-${n}`, (n + 2) * 10 * SEC));
    given(opened(), flowPosted('m-000001', 5 * SEC))
      .when(flowPost('m-000001'), at(1 * HOUR))
      .thenNothing(2);
    given(opened(), flowPosted('m-000001', 5 * SEC), ...window)
      .when(flowPost('m-000001'), at(1 * HOUR))
      .thenRejected('catch-up-first');
    given(opened(), flowPosted('m-000001', 5 * SEC), ...window)
      .when(flowPost('m-000001', { seen: 1 }), at(1 * HOUR))
      .thenRejected('catch-up-first');
  });

  it.each(['ALL', 'INT', 'VIP'] as const)(
    '[MASK-1] is masked like everybody, what it says for %s too',
    (visibility) => {
      const options = {
        ...DEFAULT_OPTIONS,
        masks: masksOf([{ name: 'pin', priority: 1, expression: String.raw`\d{4}`, replacement: '[pin]' }]),
      };
      given(opened())
        .when(flowPost('m-000001', { text: 'The pin is 4711', visibility }), at(5 * SEC), options)
        .then(flowPosted('m-000001', 5 * SEC, { text: 'The pin is [pin]', visibility }));
      given(opened())
        .when(notify(FLOW, 'n-000001', { text: 'Pin 4711', visibility }), at(5 * SEC), options)
        .then(
          notified(CUSTOMER, '', 5 * SEC, {
            v: 3,
            id: flowId('n-000001'),
            actor: FLOW,
            text: 'Pin [pin]',
            visibility,
          } as object),
        );
    },
  );

  it('[FLOW-7, CMD-5] has ids of its own: the customer’s and another role’s are other commands', () => {
    const log = [opened(), flowPosted('m-000001', 5 * SEC)];
    given(...log)
      .when({ ...flowPost('m-000001'), id: 'x/AROAOTHER/m-000001' }, at(9 * SEC))
      .then(flowPosted('', 9 * SEC, { id: 'x/AROAOTHER/m-000001' }));
    given(...log)
      .when(post('m-000001'), at(9 * SEC))
      .then((index) => ({
        v: 1,
        index,
        at: 9_000,
        id: 'c/m-000001',
        actor: CUSTOMER,
        visibility: 'ALL',
        type: 'message-posted',
        text: 'Hello',
      }));
  });
});

describe('for whom somebody speaks', () => {
  const allowed: readonly (readonly [Author, readonly Audience[]])[] = [
    [CUSTOMER, ['ALL']],
    [{ type: 'AGENT', agentId: ANN }, ['ALL', 'INT']],
    [FLOW, ['ALL', 'INT', 'VIP']],
  ];

  it.each(allowed)('[VIS-5, FLOW-2, MSG-2, NOTE-2] %o may use %j', (by, audiences) => {
    for (const visibility of ['ALL', 'INT', 'VIP'] as const) {
      const isAllowed = audiences.includes(visibility);
      expect(maySpeakFor(by, visibility)).toBe(isAllowed);
      for (const command of [{ ...post('m-000001'), by, visibility }, notify(by, 'n-000001', { visibility })]) {
        const outcome = given(opened(), joined(ANN, 1 * SEC)).when(command, at(5 * SEC));
        if (!isAllowed) outcome.thenRejected('not-allowed');
        else {
          const actor = by.type === 'AGENT' ? { ...by, nickname: 'Ann' } : by;
          const v = by.type === 'EXTERNAL' ? 3 : command.type === 'send-notice' ? 2 : 1;
          const body =
            command.type === 'send-notice'
              ? ({ type: 'notice-sent', notice: 'custom', text: 'Hello' } as const)
              : ({ type: 'message-posted', text: 'Hello' } as const);
          outcome.then((index) => ({ v, index, at: 5_000, id: command.id, actor, visibility, ...body }));
        }
      }
    }
  });

  it('[FLOW-2, VIS-1] what is VIP is shown and given to neither customer nor agents, and is no gap to them', () => {
    const log = [
      opened(),
      connected('S1', 1 * SEC),
      joined(ANN, 2 * SEC),
      flowPosted('m-000001', 5 * SEC, { visibility: 'VIP' }),
      flowPosted('m-000002', 6 * SEC, { visibility: 'INT' }),
      flowPosted('m-000003', 7 * SEC),
    ];
    const events = logOf(...log);
    const vip = events[3];
    if (vip === undefined) throw new Error('the log has no fourth event');
    expect(recipientsOf(sessionOf(...log.slice(0, 3)), vip, sessionOf(...log.slice(0, 4)))).toEqual({
      sockets: [],
      agents: [],
    });
    expect(sessionOf(...log.slice(0, 4)).last).toEqual({ ALL: 3, INT: 3, VIP: 4 });
    const seenBy = (reader: Parameters<typeof missedOf>[3]['reader']) =>
      missedOf('chat', events, { after: 0, readTo: 6, more: false }, { reader, customerNickname: 'Ada' }).events.map(
        ({ index, prev, from }) => ({ index, prev, from }),
      );
    const from = { type: 'EXTERNAL', nickname: 'Night watch' };
    expect(seenBy({ type: 'CLIENT' }).at(-1)).toEqual({ index: 6, prev: 3, from });
    expect(seenBy({ type: 'AGENT', agentId: ANN }).slice(-2)).toEqual([
      { index: 5, prev: 3, from },
      { index: 6, prev: 5, from },
    ]);
  });
});

describe('what a workflow says, as activity', () => {
  const silence = [opened(), alerted(DUE.alert)];

  it('[FLOW-3, IDLE-3, STAT-7] to everybody starts the idle clock over and takes an alert back, without status 2', () => {
    const after = sessionOf(...silence, flowPosted('m-000001', 25 * HOUR));
    expect({ idle: after.idle, status: after.status }).toEqual({ idle: { since: 25 * HOUR }, status: 1 });
  });

  it.each([
    ['as a bot', { actor: BOT }],
    ['to agents', { visibility: 'INT' }],
    ['to monitors', { visibility: 'VIP' }],
  ] as const)('[FLOW-3, IDLE-4] %s leaves clock and status as they are', (_how, extra) => {
    const before = sessionOf(...silence);
    const after = sessionOf(...silence, flowPosted('m-000001', 25 * HOUR, extra));
    expect({ idle: after.idle, status: after.status }).toEqual({ idle: before.idle, status: 3 });
  });

  it('[FLOW-3, FLOW-5, IDLE-8] a notice counts as the option says, a bot’s never', () => {
    const wish = { notice: 'pushed-url', text: 'https://a.example' } as const;
    const sent = { ...wish, id: flowId('n-000001'), v: 3 } as object;
    given(opened())
      .when(notify(FLOW, 'n-000001', wish), at(5 * SEC))
      .then(notified(CUSTOMER, '', 5 * SEC, { ...sent, actor: FLOW, counts: true }));
    given(opened())
      .when(notify(BOT, 'n-000001', wish), at(5 * SEC))
      .then(notified(CUSTOMER, '', 5 * SEC, { ...sent, actor: BOT }));
    given(opened())
      .when(notify(FLOW, 'n-000001', { ...wish, visibility: 'INT' }), at(5 * SEC))
      .then(notified(CUSTOMER, '', 5 * SEC, { ...sent, actor: FLOW, visibility: 'INT' }));
  });

  it('[FLOW-5] a new nickname is refused: it has no seat', () => {
    given(opened())
      .when(notify(FLOW, 'n-000001', { notice: 'nickname-changed', text: 'Watch' }), at(5 * SEC))
      .thenRejected('not-allowed');
  });

  it('[COST-1, FLOW-1] has no effects while everybody is there', () => {
    const before = sessionOf(
      opened(),
      connected('S1', 1 * SEC, { arm: { number: 2, at: 7_860_000 } }),
      joined(ANN, 2 * SEC),
    );
    const event = flowPosted('m-000001', 5 * SEC)(4);
    const after = sessionOf(
      opened(),
      connected('S1', 1 * SEC, { arm: { number: 2, at: 7_860_000 } }),
      joined(ANN, 2 * SEC),
      flowPosted('m-000001', 5 * SEC),
    );
    expect(effectsOf(before, event, after)).toEqual([]);
  });
});

describe('the pace of workflows', () => {
  it('[LIM-9] is that of one agent, for all of them together, and takes nothing from anybody else', () => {
    const restAt = 5 * SEC + 1_000 / DEFAULT_OPTIONS.agentPerSec;
    const busy = flowPosted('m-000001', 5 * SEC, { restAt: restAt + 60 * SEC });
    given(opened(), joined(ANN, 1 * SEC), busy)
      .when({ ...flowPost('m-000002'), id: 'x/AROAOTHER/m-000002', by: BOT }, at(6 * SEC))
      .thenRejected('rate-limited');
    expect(sessionOf(opened(), joined(ANN, 1 * SEC), busy).busy).toEqual({ x: restAt + 60 * SEC });
    given(opened(), joined(ANN, 1 * SEC), busy)
      .when(agentPost(ANN, 'm-000001'), at(6 * SEC))
      .then((index) => ({
        v: 1,
        index,
        at: 6_000,
        id: `a/${ANN}/m-000001`,
        actor: { type: 'AGENT', agentId: ANN, nickname: 'Ann' },
        visibility: 'ALL',
        type: 'message-posted',
        text: 'Hello',
      }));
  });

  it('[LIM-9] never refuses their close', () => {
    given(opened(), flowPosted('m-000001', 5 * SEC, { restAt: 90 * SEC }))
      .when(close(FLOW), at(6 * SEC))
      .then(
        closed(6 * SEC, {
          id: flowId('close.01'),
          actor: FLOW,
          cause: 'workflow',
          text: '',
          restAt: 90 * SEC + Math.ceil(1_000 / DEFAULT_OPTIONS.agentPerSec),
        }),
      );
  });
});
