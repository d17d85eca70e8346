import type { CancelTimer, CloudClock } from '../contracts.ts';
import type { QueuedMessage } from './message.ts';

/** Where a queue's messages lie: those that anybody may receive, and those that come back by the clock. */
export interface Shelf {
  /** Puts a message down, visible or hidden as its `visibleAtMs` says. */
  put(message: QueuedMessage): void;
  /** Visible messages, oldest first; messages may be taken away while it is walked. */
  visible(): Iterable<QueuedMessage>;
  visibleCount(): number;
  hidden(): Iterable<QueuedMessage>;
  hiddenCount(): number;
  find(id: string): QueuedMessage | undefined;
  take(id: string): void;
  stop(): void;
}

/** An empty shelf; `onVisible` is called when a hidden message has come back. */
export function createShelf(clock: CloudClock, onVisible: () => void): Shelf {
  const ready = new Map<string, QueuedMessage>();
  const away = new Map<string, { readonly message: QueuedMessage; readonly cancel: CancelTimer }>();

  return {
    put: (message) => {
      if (message.visibleAtMs <= clock.now()) {
        ready.set(message.id, message);
        return;
      }
      const comeBack = (): void => {
        away.delete(message.id);
        ready.set(message.id, message);
        onVisible();
      };
      away.set(message.id, { message, cancel: clock.at(message.visibleAtMs, comeBack) });
    },
    visible: () => ready.values(),
    visibleCount: () => ready.size,
    hidden: () => [...away.values()].map(({ message }) => message),
    hiddenCount: () => away.size,
    find: (id) => away.get(id)?.message ?? ready.get(id),
    take: (id) => {
      away.get(id)?.cancel();
      away.delete(id);
      ready.delete(id);
    },
    stop: () => {
      for (const { cancel } of away.values()) cancel();
    },
  };
}
