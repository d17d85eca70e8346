const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A length of time in its two largest units, such as `1 d 2 h`; `-` when there is none. */
export const durationText = (ms: number | null): string => {
  if (ms === null) return '-';
  const place = UNITS.findIndex(([, unitMs]) => ms >= unitMs);
  const [unit, unitMs] = UNITS[place] ?? ['s', 1_000];
  const whole = Math.floor(ms / unitMs);
  const [smaller, smallerMs] = place < 0 ? [] : (UNITS[place + 1] ?? []);
  if (smaller === undefined || smallerMs === undefined) return `${whole} ${unit}`;
  const rest = Math.floor((ms - whole * unitMs) / smallerMs);
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${smaller}`;
};
