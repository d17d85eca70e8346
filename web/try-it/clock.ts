import { requestJson } from '../client/browser.ts';
import { button, make } from './elements.ts';

const STEPS = [
  ['1 hour', 3_600_000],
  ['1 day', 86_400_000],
] as const;

const isVirtual = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'mode' in value && value.mode === 'virtual';

/** Offers to let time pass where the cloud's clock can be moved, to see a chat wait, be reminded and end. */
export const offerClock = async (place: HTMLElement): Promise<void> => {
  if (!isVirtual(await requestJson('GET', '/_local/clock').catch(() => undefined))) return;
  const said = make('span', { attributes: { role: 'status' } });
  const pass = async (advanceMs: number): Promise<void> => {
    said.textContent = 'passing …';
    await requestJson('POST', '/_local/clock', { body: { advanceMs } }).catch(() => undefined);
    said.textContent = '';
  };
  place.replaceChildren('Let pass ', ...STEPS.map(([label, ms]) => button(label, () => void pass(ms))), said);
  place.hidden = false;
};
