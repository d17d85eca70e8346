import { deskWithSocket, isLost } from '../../../shared/domain/desk.ts';
import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

/** Longer than a hello takes to read. */
const LATER_MS = 1_500;

export const registeredBeforeRead: Ablation = {
  name: 'registered-before-read',
  rule: 'A hello of a desk registers its socket first and reads then (DLV-2); here it registers when it has read.',
  breaks: ['shown-at-once'],
  faults: [],
  ports: (ports, { agenda }) => {
    const { desks } = ports;
    return replaced(ports, {
      desks: replaced(desks, {
        register: async (agentId, connectionId, now) => {
          const before = await desks.read(agentId);
          agenda.after(LATER_MS, () => void desks.register(agentId, connectionId, now));
          const desk = deskWithSocket(before, agentId, connectionId, now);
          return { desk, wasLost: before !== undefined && isLost(before) };
        },
      }),
    });
  },
};
