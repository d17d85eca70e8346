import type { Fault } from './fault.ts';

export const optionsChanged: Fault = {
  name: 'options-changed',
  about:
    'The options and masking rules of the service change while the chat is open; functions learn it at different times.',
  at: 'world',
  chance: 1,
  strike: () => true,
};
