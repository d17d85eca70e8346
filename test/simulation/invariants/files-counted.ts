import type { Invariant } from './invariant.ts';

export const filesCounted: Invariant = {
  name: 'files-counted',
  about:
    'What counts against the limits of the customer is what they uploaded and fetched, and never above the limits.',
  check: ({ log, state }) => {
    const uploads = log.flatMap((event) =>
      event.type === 'file-uploaded' && event.actor.type === 'CLIENT' ? [event.sizeBytes] : [],
    );
    const fetches = log.filter(({ type }) => type === 'file-fetched').length;
    const counted = [uploads.length, uploads.reduce((sum, bytes) => sum + bytes, 0), fetches];
    const used = state?.files?.used ?? [0, 0, 0];
    const hasFiles = log.some(({ type }) => type === 'file-uploaded');
    return [
      ...(used.join() === counted.join() ? [] : [`${used.join()} are counted of ${counted.join()}`]),
      ...(uploads.length <= 3 ? [] : [`${uploads.length} files of the customer`]),
      ...(hasFiles === (state?.files !== undefined) ? [] : ['a chat without files has something of them']),
    ];
  },
};
