import type { NoticeKind } from '../../shared/protocol/index.ts';

/** What tells one text from all others, whatever is masked in it: all before the first blank or question mark. */
export const labelOf = (text: string): string => /^[^ ?]*/.exec(text)?.[0] ?? '';

/** The label under which something is said: no two say the same. */
export const labelFor = (number: number, notice?: NoticeKind): string => {
  if (notice === undefined) return `m${number}`;
  return notice === 'pushed-url' ? `https://a.example/${number}` : `n${number}`;
};

/** What is said under a label: something that rules may mask comes with it. */
export const textFor = (number: number, label: string): string => {
  const pin = String(number).padStart(4, '0');
  return label.startsWith('https:') ? `${label}?pin=${pin}` : `${label} pin ${pin}`;
};
