import type { WireEvent } from '../../shared/protocol/index.ts';
import { BEFORE_ALL, meaningOf, standingAfter, type Standing } from './status.ts';
import { momentOf, Transcript } from './transcript.ts';

/** One chat as the desk knows it. */
export class DeskChat {
  readonly chatId: string;
  readonly transcript = new Transcript('AGENT', 'Conversation, as the agent sees it');
  standing: Standing = BEFORE_ALL;
  nickname = '';
  unread = 0;

  constructor(chatId: string) {
    this.chatId = chatId;
  }

  /** Takes events of the log; answers how many messages of the customer are among them. */
  take(events: readonly WireEvent[]): number {
    for (const event of events) {
      this.standing = standingAfter(this.standing, event);
      if (event.from.type === 'CLIENT' && event.from.nickname !== undefined) this.nickname = event.from.nickname;
    }
    this.transcript.add(events);
    return events.filter((event) => event.type === 'message-posted' && event.from.type === 'CLIENT').length;
  }

  has(agentId: string): boolean {
    return this.standing.agents.includes(agentId);
  }

  /** The status as the reports call it, what it means, and since when it holds. */
  get description(): string {
    const { status, sinceMs, closed } = this.standing;
    if (closed) return `Closed ${momentOf(sinceMs)}`;
    return `GCTI_Chat_AsyncStatus ${status}: ${meaningOf(status)}, since ${momentOf(sinceMs)}`;
  }
}
