import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const graceInTheDeclaration: Ablation = {
  name: 'grace-in-the-declaration',
  rule: 'A desk is declared lost by one update that demands the absence, its number and the grace (AGENT-6).',
  breaks: ['lost-late'],
  faults: ['disconnect-late'],
  ports: (ports, { by }) => {
    const { desks } = ports;
    if (by !== 'sweep') return ports;
    return replaced(ports, {
      desks: replaced(desks, {
        read: async (agentId) => {
          const desk = await desks.read(agentId);
          return desk?.absentSince === undefined ? desk : { ...desk, absentSince: 0 };
        },
        due: async (now, limit) => desks.due(now + 60_000, limit),
        declareLost: (agentId, absences) => desks.declareLost(agentId, absences, Infinity),
      }),
    });
  },
};
