import type * as v from 'valibot';
import type { OptionWalk } from '../../shared/domain/option-walk.ts';
import type { ShownWalk } from '../../shared/protocol/index.ts';

/** A walk as administrators see it. */
export const shownWalk = (walk: OptionWalk): v.InferOutput<typeof ShownWalk> => {
  const { number, startedAt, finishedAt, looked, changed, failed } = walk;
  const end = finishedAt === undefined ? {} : { finishedAt };
  return { walk: number, startedAt, ...end, chats: looked, changed, failed };
};
