import type { ChatEvent } from '../../shared/domain/events.ts';
import type { SessionFact } from '../../shared/domain/reporting/columns.ts';
import { readNaively, type Reading } from '../simulation/naive-status.ts';

/*
 * The fact of a chat a second time, from docs/SPEC.md (REP) alone: nothing is counted along the way, every question is
 * answered by looking at the whole log again.
 */

type Of<T extends ChatEvent['type']> = ChatEvent & { readonly type: T };
const only = <T extends ChatEvent['type']>(log: readonly ChatEvent[], type: T): Of<T>[] =>
  log.filter((event): event is Of<T> => event.type === type);

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
const most = (numbers: readonly number[]): number => Math.max(0, ...numbers);
const points = (text: string): number => [...text].length;

/** The lengths of the longest stretches of the log in which `holds` was true. */
const stretches = (log: readonly ChatEvent[], holds: (reading: Reading) => boolean): number[] => {
  const readings = readNaively(log);
  const isOn = (place: number): boolean =>
    readings[place] !== undefined && place < log.length - 1 && holds(readings[place]);
  const begins = log.map((_, place) => place).filter((place) => isOn(place) && !isOn(place - 1));
  return begins.map((from) => {
    const to = log.findIndex((_, place) => place > from && !isOn(place));
    return (log[to]?.at ?? 0) - (log[from]?.at ?? 0);
  });
};

interface Said {
  readonly by: 'customer' | 'agent';
  readonly at: number;
  readonly text: string;
}

const saidIn = (log: readonly ChatEvent[]): Said[] =>
  only(log, 'message-posted')
    .filter(({ visibility, actor }) => visibility === 'ALL' && ['CLIENT', 'AGENT'].includes(actor.type))
    .map(({ actor, at, text }) => ({ by: actor.type === 'CLIENT' ? 'customer' : 'agent', at, text }));

/** When each answer of one side came, after the first message of the other side's turn before it. */
const repliesOf = (said: readonly Said[], side: Said['by']): number[] => {
  const turns = said.filter(({ by }, place) => said[place - 1]?.by !== by);
  return turns.flatMap(({ by, at }, place) => {
    const before = turns[place - 1];
    return by !== side || before === undefined ? [] : [at - before.at];
  });
};

const sideOf = (said: readonly Said[], side: Said['by']) => {
  const own = said.filter(({ by }) => by === side);
  const replies = repliesOf(said, side);
  return { count: own.length, chars: sum(own.map(({ text }) => points(text))), replies };
};

const endedBy: Readonly<Record<string, string>> = { CLIENT: 'customer', AGENT: 'agent', EXTERNAL: 'workflow' };

const languageIn = (userData: Readonly<Record<string, string>>): string | null => {
  const named = userData['push_notification_language'] ?? userData['GCTI_GMS_PushLanguage'];
  const parts = named?.split('-') ?? [];
  const isTag =
    parts.length <= 4 && parts.every((part, place) => (place === 0 ? /^[a-z]{2,8}$/i : /^[a-z\d]{1,8}$/i).test(part));
  return named !== undefined && isTag ? named : null;
};

/** The row of a log; undefined when its chat is open. */
export const reportNaively = (log: readonly ChatEvent[]): SessionFact | undefined => {
  const [opened] = only(log, 'chat-opened');
  const [closed] = only(log, 'chat-closed');
  const last = readNaively(log).at(-1);
  if (opened === undefined || closed === undefined || last === undefined) return undefined;
  const said = saidIn(log);
  const customer = sideOf(said, 'customer');
  const agent = sideOf(said, 'agent');
  const handle = stretches(log, ({ agents }) => agents.length > 0);
  const dormant = stretches(log, ({ status }) => status === -2);
  const wait = stretches(log, ({ status }) => status > 0);
  const idle = stretches(log, ({ alertedAtMs }) => alertedAtMs !== undefined);
  const joins = only(log, 'agent-joined').filter(({ visibility }) => visibility === 'ALL');
  const leaves = only(log, 'agent-left');
  const emptied = (cause: string): number =>
    leaves.filter((left) => left.cause === cause && readNaively(log)[left.index - 1]?.agents.length === 0).length;
  const posted = only(log, 'message-posted');
  const spoken = [opened.at, ...said.filter(({ by }) => by === 'customer').map(({ at }) => at), closed.at];
  const abandoned = joins.length === 0;
  const stops = { always: true, noagents: last.agents.length === 0, noanswer: abandoned };
  const zone = opened.userData['TimeZone'];
  return {
    fact_version: 1,
    chat_id: opened.chatId,
    service: opened.service,
    opened_at_ms: opened.at,
    closed_at_ms: closed.at,
    duration_ms: closed.at - opened.at,
    async_mode: opened.userData['GCTI_Chat_AsyncMode'] === 'true',
    push: opened.push,
    language: languageIn(opened.userData),
    time_zone_min: zone === undefined || Number.isNaN(Number.parseInt(zone, 10)) ? null : Number.parseInt(zone, 10),
    subject_chars: points(opened.subject ?? ''),
    end_reason: closed.cause,
    ended_by: endedBy[closed.actor.type] ?? 'system',
    end_status: last.status,
    end_agents_count: last.agents.length,
    abandoned,
    interaction_stopped: closed.stop === undefined ? false : stops[closed.stop],
    handle_count: handle.length,
    handle_duration_ms: sum(handle),
    dormant_count: dormant.length,
    dormant_duration_ms: sum(dormant),
    wait_count: wait.length,
    wait_duration_ms: sum(wait),
    wait_max_ms: most(wait),
    idle_count: idle.length,
    idle_duration_ms: sum(idle),
    agents_count: new Set(joins.map(({ agentId }) => agentId)).size,
    join_count: joins.length,
    hold_count: emptied('hold'),
    transfer_count: emptied('transferred'),
    desk_loss_count: leaves.filter(({ cause }) => cause === 'lost').length,
    first_agent_ms: joins[0] === undefined ? null : joins[0].at - opened.at,
    first_reply_ms:
      said.find(({ by }) => by === 'agent') === undefined
        ? null
        : said.find(({ by }) => by === 'agent')!.at - opened.at,
    customer_message_count: customer.count,
    customer_chars: customer.chars,
    agent_message_count: agent.count,
    agent_chars: agent.chars,
    internal_message_count: posted.filter(({ visibility }) => visibility !== 'ALL').length,
    other_message_count: posted.filter(({ visibility }) => visibility === 'ALL').length - said.length,
    agent_reply_count: agent.replies.length,
    agent_reply_duration_ms: sum(agent.replies),
    agent_reply_max_ms: most(agent.replies),
    customer_reply_count: customer.replies.length,
    customer_reply_duration_ms: sum(customer.replies),
    customer_reply_max_ms: most(customer.replies),
    customer_silence_max_ms: most(spoken.slice(1).map((at, place) => at - (spoken[place] ?? 0))),
    customer_removal_count: only(log, 'customer-removed').length,
    stuck_count: log.filter(({ overdue }) => overdue !== undefined).length,
    event_count: log.length,
  };
};
