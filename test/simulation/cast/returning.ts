import type { World } from '../engine/world.ts';
import { SECRET } from '../engine/world.ts';

/** An answer of the HTTP function. */
interface HttpAnswer {
  readonly statusCode: number;
  readonly body: string;
}

/** A request to the HTTP function: lost on the way or back, or answered. */
export type Ask = (request: { readonly routeKey: string }, take: (answer: HttpAnswer, cameMs: number) => void) => void;

const RETENTION_MS = 90 * 86_400_000;

/** A customer who comes back after the close: goes on in a new chat, and reads the old one through it. */
export class Returning {
  readonly #world: World;
  readonly #ask: Ask;
  #key: { readonly chatId: string; readonly secureKey: string } | undefined;

  constructor(world: World, ask: Ask) {
    this.#world = world;
    this.#ask = ask;
  }

  /** Opens the new chat, asks again until there is an answer, and reads the past then. */
  goOn(secureKey: string): void {
    const { agenda, chatId } = this.#world;
    const wasClosed = this.#closedAtMs() !== undefined;
    const continues = { chatId, secureKey };
    const userData = { GCTI_Chat_AsyncMode: 'true' };
    const body = JSON.stringify({ secret: `${SECRET}-again`, nickname: 'Ann', userData, continues });
    const request = { routeKey: 'POST /chats', body, requestContext: {} };
    let answered = false;
    this.#ask(request, ({ statusCode, body: text }) => {
      if (statusCode >= 500) return;
      answered = true;
      if (statusCode < 300) {
        this.#key = JSON.parse(text) as { chatId: string; secureKey: string };
        this.#read(0, []);
      } else if (wasClosed ? !this.#hasExpired() : statusCode !== 403) {
        this.#world.alarms.push(`past: going on was answered ${statusCode}`);
      }
    });
    agenda.after(3_000, () => {
      if (!answered) this.goOn(secureKey);
    });
  }

  #read(after: number, shown: readonly number[]): void {
    const { agenda, chatId: past } = this.#world;
    if (this.#key === undefined) return;
    const { chatId, secureKey } = this.#key;
    const request = {
      routeKey: 'GET /chats/{chatId}/transcript',
      headers: { authorization: `Bearer ${secureKey}` },
      pathParameters: { chatId },
      queryStringParameters: { past, after: String(after) },
      requestContext: {},
    };
    let answered = false;
    this.#ask(request, ({ statusCode, body }) => {
      if (answered || statusCode >= 500) return;
      answered = true;
      if (statusCode === 200) this.#take(body, shown);
      else if (!this.#hasExpired()) this.#world.alarms.push(`past: reading it was answered ${statusCode}`);
    });
    agenda.after(3_000, () => {
      if (!answered) this.#read(after, shown);
    });
  }

  #take(body: string, before: readonly number[]): void {
    const { events, position, more } = JSON.parse(body) as {
      readonly events: readonly { readonly index: number }[];
      readonly position: number;
      readonly more: boolean;
    };
    const shown = [...before, ...events.map(({ index }) => index)];
    if (more) return this.#read(position, shown);
    const log = this.#world.stores.log.events(this.#world.chatId);
    const wanted = log.filter(({ visibility }) => visibility === 'ALL').map(({ index }) => index);
    if (shown.join() !== wanted.join()) this.#world.alarms.push(`past: shown is ${shown.join()} of ${wanted.join()}`);
  }

  #closedAtMs(): number | undefined {
    return this.#world.stores.log.events(this.#world.chatId).find(({ type }) => type === 'chat-closed')?.at;
  }

  #hasExpired(): boolean {
    const closedAtMs = this.#closedAtMs();
    return closedAtMs !== undefined && this.#world.agenda.nowMs + 60_000 >= closedAtMs + RETENTION_MS;
  }
}
