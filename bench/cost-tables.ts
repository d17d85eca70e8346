import { totalOf, type CostLine } from './cost.ts';
import type { Figures } from './figures.ts';

const money = (dollars: number): string => dollars.toFixed(2).padStart(7);

const table = (title: string, lines: readonly CostLine[]): string =>
  [title, ...lines.map(({ what, dollars }) => `${money(dollars)}  ${what}`), `${money(totalOf(lines))}  together`].join(
    '\n',
  );

/** The calculations for people, in dollars. */
export const costTables = ({ cost }: Pick<Figures, 'cost'>): string =>
  [
    table('$ of 1 M messages, both present', cost.messages),
    table('$ of 1 M messages, all-in', cost.conversations),
    table('$ of 1 M chats asleep for 7 days', cost.asleep),
    table('$ of 1 M chats asleep for 7 days, woken once', cost.woken),
    [
      '$ besides',
      `${money(cost.quietConversations)}  1 M messages, all-in, but nobody types and nobody looks`,
      `${money(cost.fallingAsleep)}  1 M chats on their way into sleep`,
      `${money(cost.backups)}  backups of 1 M sleeping chats for 7 days`,
      `${money(cost.ticksOfAMonth)}  the recurring tick for a month, with or without chats`,
    ].join('\n'),
  ].join('\n\n');
