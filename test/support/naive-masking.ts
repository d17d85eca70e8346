import type { Mask } from '../../shared/domain/masking.ts';

/** Masks `pin 0012` and `pin=0012`, and says what for each character. */
export const PIN_MASK: Mask = { source: String.raw`pin.\d{4}` };

/** Puts a word in place of any four digits. */
export const DIGITS_MASK: Mask = { source: String.raw`\d{4}`, replacement: '[n]' };

const isDigit = (character: string | undefined): boolean => character !== undefined && '0123456789'.includes(character);
const areDigits = (text: string): boolean => text.length === 4 && [...text].every(isDigit);

const hidePins = (text: string): string => {
  const at = text.indexOf('pin');
  if (at < 0 || !areDigits(text.slice(at + 4, at + 8))) return text;
  const blank = text[at + 3] === ' ';
  return `${text.slice(0, at)}${blank ? '*** ****' : '********'}${text.slice(at + 8)}`;
};

const hideDigits = (text: string): string => {
  for (let at = 0; at < text.length; at++) {
    if (areDigits(text.slice(at, at + 4))) return `${text.slice(0, at)}[n]${text.slice(at + 4)}`;
  }
  return text;
};

/** What the simulator's texts become, by a plain reading: each has one number of four digits at most. */
export const naivelyMasked = (text: string, masks: readonly Mask[]): string =>
  masks.reduce((masked, mask) => (mask === PIN_MASK ? hidePins(masked) : hideDigits(masked)), text);
