import { replaced, type AllDeps } from '../engine/all-deps.ts';
import type { Session } from '../../../shared/domain/session.ts';

/** Functions that see another state than the log gives. */
export const withState = (ports: AllDeps, change: (state: Session) => Session): AllDeps => {
  const { log } = ports;
  return replaced(ports, {
    log: replaced(log, {
      load: async (chatId, consistency) => {
        const loaded = await log.load(chatId, consistency);
        return loaded === undefined ? undefined : { ...loaded, state: change(loaded.state) };
      },
    }),
  });
};
