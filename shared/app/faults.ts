import type { ChatId } from '../domain/events.ts';

/** What failed at the edge of the cloud. `retryable`: the same call may succeed later. */
export class Fault extends Error {
  readonly retryable: boolean;
  constructor(message: string, options: { cause?: unknown; retryable: boolean }) {
    super(message, { cause: options.cause });
    this.name = 'Fault';
    this.retryable = options.retryable;
  }
}

/** The log has lost some of its items: the chat has been closed for long, and its log is being removed (END-2). */
export class LogLeaving extends Fault {
  constructor(what: string) {
    super(`unable to read ${what}; its log is being removed`, { retryable: false });
    this.name = 'LogLeaving';
  }
}

/** The log holds something written by newer code: this code must not decide (SKEW-1). */
export class SchemaTooNew extends Fault {
  constructor(chatId: ChatId, version: number) {
    super(`unable to read chat ${chatId}; its log is of schema version ${version}`, { retryable: true });
    this.name = 'SchemaTooNew';
  }
}
