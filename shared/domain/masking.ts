import { TEXT_BYTES_MAX } from '../protocol/limits.ts';

/** One expression of a masking rule, as it is stored for the functions that mask. */
export interface Mask {
  readonly source: string;
  readonly ignoreCase?: boolean;
  /** What stands for a match; left out: `default-repchar` for each of its characters but blanks. */
  readonly replacement?: string;
  /** Whether only what has a card's check digit is masked. */
  readonly card?: boolean;
}

/** Cards have a check digit, order numbers seldom the right one (MASK-4). Digits of other scripts count as a card's. */
const mayBeCard = (words: string): boolean => {
  let sum = 0;
  const digits = [...words.normalize('NFKC').replace(/\P{Nd}/gu, '')].reverse();
  for (const [place, digit] of digits.entries()) {
    const value = Number(digit) * (1 + (place % 2));
    sum += value > 9 ? value - 9 : value;
  }
  return !(sum % 10 > 0);
};

const maskOnce = (text: string, { source, ignoreCase, replacement, card }: Mask, character: string): string => {
  const pattern = new RegExp(source, ignoreCase === true ? 'giu' : 'gu');
  let masked = '';
  let from = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [words] = found;
    if (words === '' || (card === true && !mayBeCard(words))) {
      // A card may begin inside of what is none. In the middle of a surrogate pair the same would be found again, for ever.
      pattern.lastIndex = found.index + ((text.codePointAt(found.index) ?? 0) > 0xffff ? 2 : 1);
      continue;
    }
    masked += text.slice(from, found.index) + (replacement ?? words.replace(/\S/gu, () => character));
    from = pattern.lastIndex;
  }
  return masked + text.slice(from);
};

/**
 * The text after every mask, in their order; undefined when replacements made it longer than any text may be (MASK-7). Each
 * mask sees at most as many characters as a message may have bytes, so its time is bounded by its steps for one place.
 */
export const maskText = (text: string, masks: readonly Mask[], character: string): string | undefined => {
  let masked = text;
  for (const mask of masks) {
    masked = maskOnce(masked, mask, character);
    if (masked.length > TEXT_BYTES_MAX) return undefined;
  }
  return masked;
};
