/** Asks the next `count` calls of an operation to go wrong. */
export interface CallFailure {
  /** Signing name, e.g. `dynamodb`. */
  readonly service: string;
  /** e.g. `PutItem`; `*` for any. */
  readonly operation: string;
  readonly count: number;
  /** `before`: the call has no effect. `after`: it takes effect and its answer is lost. */
  readonly when: 'before' | 'after';
}

/** Switches that make the local cloud misbehave the way the real one may. */
export interface Faults {
  /** No `$disconnect` is delivered. */
  suppressDisconnects: boolean;
  /** Stream records are delivered in a random, repeatable order. */
  shuffleStreams: boolean;
  /** So many of the next posts to sockets are answered 200 and never sent. */
  dropPosts: number;
  failCalls(failure: CallFailure): void;
  /** Takes one pending failure for this call, if there is one. */
  takeFailure(service: string, operation: string): CallFailure['when'] | undefined;
  clear(): void;
}

/** Makes a set of switches, all off. */
export function createFaults(): Faults {
  let pending: { failure: CallFailure; left: number }[] = [];
  return {
    suppressDisconnects: false,
    shuffleStreams: false,
    dropPosts: 0,
    failCalls(failure) {
      pending.push({ failure, left: failure.count });
    },
    takeFailure(service, operation) {
      const found = pending.find(
        ({ failure }) => failure.service === service && (failure.operation === '*' || failure.operation === operation),
      );
      if (!found) return undefined;
      found.left -= 1;
      pending = pending.filter(({ left }) => left > 0);
      return found.failure.when;
    },
    clear() {
      pending = [];
      this.suppressDisconnects = false;
      this.shuffleStreams = false;
      this.dropPosts = 0;
    },
  };
}
