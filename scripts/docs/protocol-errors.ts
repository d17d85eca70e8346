import { ERROR_MEANINGS } from '../../shared/protocol/error-meanings.ts';
import type { Generator } from './blocks.ts';

/** Every error code with what a client should do about it. */
export const protocolErrors: Generator = {
  name: 'protocol-errors',
  generate: () =>
    [
      '| code | meaning, and what to do |',
      '| --- | --- |',
      ...Object.entries(ERROR_MEANINGS).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`),
    ].join('\n'),
};
