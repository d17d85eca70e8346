import type { WireEvent } from '../../shared/protocol/index.ts';
import type { Composer } from './composer.ts';
import { make } from './elements.ts';
import { pastOf } from './past.ts';
import { BEFORE_ALL, meaningOf, standingAfter, type Standing } from './status.ts';
import { FilePicker } from './file-picker.ts';
import { momentOf, Transcript } from './transcript.ts';
import type { FilePlace } from './upload.ts';

/** One chat as the desk knows it. */
export class DeskChat {
  readonly chatId: string;
  readonly transcript: Transcript;
  readonly files: FilePicker;
  /** Here too, so that what was begun in one chat is still there after a look at another. */
  readonly composer: Composer;
  /** The closed chats that this one continues. */
  readonly past = make('div', {});
  readonly #idToken: string;
  standing: Standing = BEFORE_ALL;
  nickname = '';
  unread = 0;

  constructor(chatId: string, composer: Composer, files: FilePlace) {
    this.chatId = chatId;
    this.#idToken = files.bearer;
    this.transcript = new Transcript('AGENT', 'Conversation, as the agent sees it', files);
    this.files = new FilePicker(files);
    this.composer = composer;
  }

  /** Takes events of the log; answers how many new messages of the customer are among them: none in what was there before. */
  take(events: readonly WireEvent[]): number {
    const isHistory = this.transcript.isEmpty;
    for (const event of events) {
      this.standing = standingAfter(this.standing, event);
      if (event.type === 'chat-opened') this.#showPast(event);
      if (event.from.type === 'CLIENT' && event.from.nickname !== undefined) this.nickname = event.from.nickname;
    }
    this.transcript.add(events);
    if (isHistory) return 0;
    return events.filter((event) => event.type === 'message-posted' && event.from.type === 'CLIENT').length;
  }

  #showPast(opening: WireEvent): void {
    const url = `/desk/chats/${this.chatId}`;
    this.past.replaceChildren(pastOf(opening, { url, bearer: this.#idToken, mine: 'AGENT' }));
  }

  has(agentId: string): boolean {
    return this.standing.agents.includes(agentId);
  }

  /** What the status means, since when it holds, and what the reports call it. */
  get facts(): { readonly meaning: string; readonly since: string; readonly attribute: string } {
    const { status, sinceMs, closed } = this.standing;
    const meaning = closed ? 'closed' : meaningOf(status);
    return { meaning, since: `since ${momentOf(sinceMs)}`, attribute: `GCTI_Chat_AsyncStatus ${status}` };
  }
}
