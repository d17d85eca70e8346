/** Something that happens at a moment of virtual time, unless it is cancelled. */
export interface Appointment {
  readonly atMs: number;
  readonly place: number;
  run: (() => void) | undefined;
}

const comesBefore = (a: Appointment, b: Appointment): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.place < b.place);

/** Virtual time: a binary heap of appointments. What was made first for one moment happens first. */
export class Agenda {
  readonly #heap: Appointment[] = [];
  #made = 0;
  nowMs: number;

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  at(atMs: number, run: () => void): Appointment {
    this.#made += 1;
    const appointment = { atMs: Math.max(atMs, this.nowMs), place: this.#made, run };
    this.#rise(appointment);
    return appointment;
  }

  after(ms: number, run: () => void): Appointment {
    return this.at(this.nowMs + ms, run);
  }

  /** When the next appointment is; infinity when there is none. */
  nextMs(): number {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      if (first.run !== undefined) return first.atMs;
      this.#takeFirst();
    }
    return Infinity;
  }

  /** Moves time to the next appointment and keeps it; false when there is none. */
  step(): boolean {
    for (;;) {
      const first = this.#takeFirst();
      if (first === undefined) return false;
      if (first.run === undefined) continue;
      this.nowMs = first.atMs;
      first.run();
      return true;
    }
  }

  #rise(appointment: Appointment): void {
    const heap = this.#heap;
    let place = heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || comesBefore(parent, appointment)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = appointment;
  }

  #takeFirst(): Appointment | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      let child = heap[below];
      if (child === undefined) break;
      const right = heap[below + 1];
      if (right !== undefined && comesBefore(right, child)) {
        below += 1;
        child = right;
      }
      if (comesBefore(last, child)) break;
      heap[place] = child;
      place = below;
    }
    heap[place] = last;
    return first;
  }
}
