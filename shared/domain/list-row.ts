import { checkAt } from './deadlines.ts';
import type { AgentId, EpochMs } from './events.ts';
import type { AsyncStatus, Session } from './session.ts';

/** What the lists show of a chat, as of one index. Its receiver ignores an older index. */
export interface ListRow {
  readonly service: string;
  readonly nickname: string;
  readonly phase: Session['phase'];
  readonly status: AsyncStatus;
  readonly statusAt: EpochMs;
  readonly openedAt: EpochMs;
  readonly agents: readonly AgentId[];
  /** Set for a regular chat; the others are asynchronous. */
  readonly regular?: true;
  /** Where the last agent put the chat: one of the two, or neither. */
  readonly queue?: string;
  readonly workbin?: string;
  /** Nobody need look before this; the sweep moves it. Never later than check-at was when it was written. */
  readonly lookAt: EpochMs;
}

/** A state that does not yet know which event last wrote its row. */
type Listed = Omit<Session, 'rowIndex'>;

/** The row that the lists show for `state`. */
export const rowOf = (state: Listed): ListRow => ({
  service: state.service,
  nickname: state.customer.nickname,
  phase: state.phase,
  status: state.status,
  statusAt: state.statusAt,
  openedAt: state.openedAt,
  agents: state.agents.map((seat) => seat.agentId),
  ...(state.periods.regular === undefined ? {} : { regular: true }),
  ...state.placed,
  lookAt: checkAt(state),
});

/** Whether the lists need not learn of the step from `before` to `after` (LIST-2). A check-at that only moves later is moved by the sweep. */
export const showsTheSame = (before: Listed, after: Listed): boolean =>
  before.phase === after.phase &&
  before.status === after.status &&
  before.customer.nickname === after.customer.nickname &&
  // One event lets in or out one agent at most: their number tells.
  before.agents.length === after.agents.length &&
  checkAt(after) >= checkAt(before);
