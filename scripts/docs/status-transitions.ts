import type { ChatEvent, EventBody } from '../../shared/domain/events.ts';
import type { AsyncStatus, Session } from '../../shared/domain/session.ts';
import { statusAfter } from '../../shared/domain/status.ts';
import type { Generator } from './blocks.ts';

/** What can happen, in the words of the table. `staying` is how many agents are in the chat afterwards. */
interface Happening {
  readonly what: string;
  readonly body: EventBody;
  readonly by: 'CLIENT' | 'AGENT' | 'SYSTEM';
  readonly staying: number;
}

const AGENT = { agentId: 'ann', nickname: 'Ann' } as const;
const message = { type: 'message-posted', text: '' } as const;
const notice = { type: 'notice-sent', notice: 'custom', text: '', counts: true } as const;
const leaving = { type: 'agent-left', ...AGENT } as const;

const HAPPENINGS: readonly Happening[] = [
  { what: 'an agent joined', body: { type: 'agent-joined', ...AGENT, epoch: 1 }, by: 'AGENT', staying: 1 },
  { what: 'the customer posted, no agent is there', body: message, by: 'CLIENT', staying: 0 },
  { what: 'the customer posted, an agent is there', body: message, by: 'CLIENT', staying: 1 },
  { what: 'a notice of the customer that counts, no agent is there', body: notice, by: 'CLIENT', staying: 0 },
  {
    what: 'typing of the customer that counts, no agent is there',
    body: { type: 'typing-noted' },
    by: 'CLIENT',
    staying: 0,
  },
  { what: 'the last agent left', body: { ...leaving, cause: 'left' }, by: 'AGENT', staying: 0 },
  { what: 'the last agent put the chat on hold', body: { ...leaving, cause: 'hold' }, by: 'AGENT', staying: 0 },
  { what: 'the last agent transferred it', body: { ...leaving, cause: 'transferred' }, by: 'AGENT', staying: 0 },
  { what: 'the last agent was lost', body: { ...leaving, cause: 'lost' }, by: 'SYSTEM', staying: 0 },
  { what: 'one of several agents left or was lost', body: { ...leaving, cause: 'lost' }, by: 'SYSTEM', staying: 1 },
  { what: 'the alert, no agent is there', body: { type: 'idle-alerted', text: '' }, by: 'SYSTEM', staying: 0 },
  { what: 'the alert, an agent is there', body: { type: 'idle-alerted', text: '' }, by: 'SYSTEM', staying: 1 },
  { what: 'the customer was removed', body: { type: 'customer-removed' }, by: 'SYSTEM', staying: 0 },
  { what: 'the chat was closed', body: { type: 'chat-closed', cause: 'idle', text: '' }, by: 'SYSTEM', staying: 0 },
];

const WITHOUT_AGENT: readonly AsyncStatus[] = [1, 2, 3, 4, 5, -2];

const eventOf = ({ body, by }: Happening): ChatEvent => ({
  v: 1,
  index: 2,
  at: 0,
  id: 's/table',
  actor: by === 'AGENT' ? { type: 'AGENT', ...AGENT } : { type: by },
  visibility: 'ALL',
  ...body,
});

type StatusSource = Parameters<typeof statusAfter>[0];

const seat = { ...AGENT, epoch: 1, joinedAt: 0 };

const before = (status: AsyncStatus): StatusSource => ({
  status,
  idle: { since: 0 },
  agents: status === -1 ? [seat] : [],
});

/** Whether the event can come upon a chat of this status: only where there is an agent can one leave or be there. */
const isPossible = ({ body, staying }: Happening, status: AsyncStatus): boolean => {
  if (body.type === 'agent-joined') return true;
  if (body.type === 'agent-left') return status === -1;
  if (body.type === 'chat-closed' || body.type === 'customer-removed') return true;
  return (status === -1) === staying > 0;
};

const cell = (happening: Happening, status: AsyncStatus): string => {
  if (!isPossible(happening, status)) return '';
  const isUntouched = happening.body.type === 'chat-closed' || happening.body.type === 'customer-removed';
  const agents: Session['agents'] = happening.staying > 0 || (status === -1 && isUntouched) ? [seat] : [];
  return String(statusAfter(before(status), eventOf(happening), agents));
};

/** The status after each event, by the status before it, asked of the code that decides it. */
export const statusTransitions: Generator = {
  name: 'status-transitions',
  generate: () => {
    const columns: readonly AsyncStatus[] = [...WITHOUT_AGENT, -1];
    return [
      `| event | ${columns.map((status) => `from ${status}`).join(' | ')} |`,
      `| --- | ${columns.map(() => '---:').join(' | ')} |`,
      ...HAPPENINGS.map(
        (happening) => `| ${happening.what} | ${columns.map((status) => cell(happening, status)).join(' | ')} |`,
      ),
    ].join('\n');
  },
};
