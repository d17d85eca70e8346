/** What happened, as a number that two equal runs share, and as lines when somebody wants to read them. */
export class Trace {
  #sum = 0x811c9dc5;
  readonly lines: string[] | undefined;

  constructor(readable: boolean) {
    this.lines = readable ? [] : undefined;
  }

  /** The checksum of everything noted so far. */
  get hash(): string {
    return this.#sum.toString(16).padStart(8, '0');
  }

  note(atMs: number, what: string, detail?: () => string): void {
    let sum = Math.imul(this.#sum ^ (atMs | 0), 0x01000193);
    for (let i = 0; i < what.length; i++) sum = Math.imul(sum ^ what.charCodeAt(i), 0x01000193);
    this.#sum = sum >>> 0;
    this.lines?.push(`${timeOf(atMs)}  ${what}${detail === undefined ? '' : ` ${detail()}`}`);
  }
}

/** The start of virtual time: 2027-01-04, a Monday, at midnight. */
export const EPOCH_MS = 1_798_934_400_000;

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** Time since the start, as days, hours, minutes and seconds. */
export const timeOf = (atMs: number): string => {
  const ms = Math.round(atMs - EPOCH_MS);
  const [days, hours, minutes, seconds] = [86_400_000, 3_600_000, 60_000, 1_000].map((unit, place) =>
    Math.floor((place === 0 ? ms : ms % ([86_400_000, 3_600_000, 60_000][place - 1] ?? 1)) / unit),
  );
  return `${days}d ${pad(hours ?? 0, 2)}:${pad(minutes ?? 0, 2)}:${pad(seconds ?? 0, 2)}.${pad(ms % 1000, 3)}`;
};
