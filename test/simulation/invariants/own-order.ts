import type { Submitted } from '../cast/device.ts';
import { labelOf } from '../words.ts';
import type { Invariant } from './invariant.ts';

export const ownOrder: Invariant = {
  name: 'own-order',
  about: 'What one device said, messages and notices, stands in the order in which it was said.',
  check: ({ log, submitted, harms }) => {
    const placeOf = new Map(
      log.flatMap((event) =>
        event.type === 'message-posted' || event.type === 'notice-sent' ? [[labelOf(event.text), event.index]] : [],
      ),
    );
    const last = new Map<string, number>();
    // The second copy of a frame may be accepted long after the first was refused and the next command taken; a page that
    // was closed meanwhile never learned that it was refused.
    const isJudged = ({ outcome }: Submitted): boolean =>
      !harms.has('frame-doubled') || (outcome !== undefined && 'index' in outcome);
    return submitted.filter(isJudged).flatMap(({ device, label }) => {
      const place = label === undefined ? undefined : placeOf.get(label);
      if (place === undefined) return [];
      const before = last.get(device) ?? 0;
      last.set(device, place);
      return place < before
        ? [`${device} posted ${label ?? ''} after what stands at ${before}; it stands at ${place}`]
        : [];
    });
  },
};
