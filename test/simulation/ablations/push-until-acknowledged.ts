import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const pushUntilAcknowledged: Ablation = {
  name: 'push-until-acknowledged',
  rule: 'A push is sent again until it is acknowledged, and kept when that never happens (PUSH-5).',
  breaks: ['pushed'],
  faults: ['push-failed'],
  ports: (ports) =>
    replaced(ports, {
      providerOf: (type) => {
        const provider = ports.providerOf(type);
        return provider && { push: (notification) => provider.push(notification).then(() => 'delivered' as const) };
      },
    }),
};
