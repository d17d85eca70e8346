import { DESK_GRACE_MS } from '../../../shared/domain/limits.ts';
import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const graceInTheDeclaration: Ablation = {
  name: 'grace-in-the-declaration',
  rule: 'A desk is declared lost only when its absence has lasted the whole grace (AGENT-6); here it has when it begins.',
  breaks: ['lost-late'],
  faults: [],
  ports: (ports) => {
    const { desks } = ports;
    return replaced(ports, {
      desks: replaced(desks, {
        unregister: (agentId, connectionId, now) => desks.unregister(agentId, connectionId, now - DESK_GRACE_MS),
      }),
    });
  },
};
