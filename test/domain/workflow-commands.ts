import type { Command } from '../../shared/domain/commands.ts';
import type { Notice } from '../../shared/domain/events.ts';
import { BOT, close, FLOW } from '../support/builders.ts';

const NOTICES: readonly Notice[] = ['pushed-url', 'custom', 'nickname-changed'];

const AUDIENCES = ['ALL', 'INT', 'VIP', undefined] as const;

/** Two roles, one of which speaks as a bot; few ids, so that some repeat. */
export const workflowCommandOf = (
  { who, own, epoch }: { readonly who: number; readonly own: number; readonly epoch: number },
  seen: number,
): Command => {
  const by = who % 2 === 0 ? FLOW : BOT;
  const base = { id: `x/AROA${who % 2}/k-${own % 60}`, seen, by };
  const visibility = AUDIENCES[own % AUDIENCES.length];
  const audience = visibility === undefined ? {} : { visibility };
  if (who === 19 && epoch === 3) return close(by, { id: base.id, seen });
  if (who % 5 === 4) return { type: 'update-user-data', ...base, userData: { [`key-${own % 4}`]: `w${own}` } };
  if (who % 5 === 3)
    return { type: 'send-notice', ...base, notice: NOTICES[own % 3] ?? 'custom', text: `n${own}`, ...audience };
  return { type: 'post-message', ...base, text: `w${own}`, ...audience };
};
