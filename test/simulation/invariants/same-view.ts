import type { View } from '../cast/device.ts';
import type { History } from '../history.ts';
import type { ChatEvent } from '../../../shared/domain/events.ts';
import type { Invariant } from './invariant.ts';

const HIDDEN: readonly ChatEvent['visibility'][] = ['VIP', 'NONE'];

const isFor = (reader: string, { visibility }: ChatEvent): boolean =>
  reader === 'customer' ? visibility === 'ALL' : !HIDDEN.includes(visibility);

const checkView = (history: History, view: View): string[] => {
  const all = history.log.filter((event) => event.index > view.after && isFor(view.reader, event));
  // Who did not come back has seen what there was when everybody had settled, and maybe more.
  const least = all.filter((event) => event.index <= history.settledIndex).length;
  const expected = view === history.cameBack ? all : all.slice(0, Math.max(least, view.events.length));
  const breaches = [...view.faults];
  const { events, device } = view;
  for (let place = 0; place < Math.max(expected.length, events.length); place++) {
    const due = expected[place];
    const shown = events[place];
    if (due === undefined || shown === undefined || due.index !== shown.index) {
      breaches.push(`${device} shows ${shown?.index ?? 'nothing'} where ${due?.index ?? 'nothing'} is due`);
      return breaches;
    }
    const text = (event: object): unknown => ('text' in event ? event.text : '');
    if (due.type !== shown.type || due.at !== shown.at || text(due) !== text(shown)) {
      breaches.push(`${device} shows another event at ${due.index} than the log holds`);
    }
  }
  return breaches;
};

export const sameView: Invariant = {
  name: 'same-view',
  about: 'Every page shows, once and in order, exactly what its reader may see.',
  check: (history) => [...history.unsettled, ...history.views.flatMap((view) => checkView(history, view))],
};
