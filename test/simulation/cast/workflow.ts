import { makeHandler as makeHttp } from '../../../functions/http/handler.ts';
import type { SessionAnswer } from '../../../shared/protocol/workflow-http.ts';
import type { World } from '../engine/world.ts';
import { wordsOf, type Submitted } from './device.ts';

/** IAM's id of the role; its sessions come and go. */
const ROLE = 'AROASIMULATED';

/** How long the workflow waits for an answer. */
const PATIENCE_MS = 12_000;

/** What it takes for no answer: the same command may be sent again. */
const AGAIN: ReadonlySet<number> = new Set([429]);

type Op = Extract<Submitted['op'], 'post' | 'notice' | 'user-data' | 'close'>;

type Wish = Submitted & { readonly op: Op };

/** How the workflow says something. */
export interface Manner {
  readonly visibility?: 'INT' | 'VIP';
  readonly bot?: boolean;
}

interface HttpAnswer {
  readonly statusCode: number;
  readonly body: string;
}

const isAgain = ({ statusCode }: HttpAnswer): boolean => AGAIN.has(statusCode) || statusCode >= 500;

const ROUTES: Readonly<Record<Op, string>> = {
  post: 'POST /service/chats/{chatId}/messages',
  notice: 'POST /service/chats/{chatId}/notices',
  'user-data': 'PATCH /service/chats/{chatId}/user-data',
  close: 'POST /service/chats/{chatId}/close',
};

/** A workflow: one command after the other, each sent again with its id until it is answered. */
export class Workflow {
  readonly #world: World;
  readonly #submitted: Submitted[];
  readonly #waiting: (() => void)[] = [];
  #isBusy = false;
  #sessions = 0;
  /** The newest position that it knows. */
  #seen = 0;
  /** What it was told of the chat. */
  readonly told: SessionAnswer[] = [];

  constructor(world: World, submitted: Submitted[]) {
    this.#world = world;
    this.#submitted = submitted;
  }

  /** Whether all that it was asked to do has been answered. */
  get settled(): boolean {
    return !this.#isBusy && this.#waiting.length === 0;
  }

  /** Writes, notifies, sets data or closes. */
  submit(op: Op, manner: Manner = {}): void {
    const number = this.#submitted.length + 1;
    const words = wordsOf(op, number, ['pushed-url', 'custom']);
    const entry: Wish = { number, author: 'workflow', device: 'workflow', op, ...words };
    this.#submitted.push(entry);
    this.#world.trace.note(this.#world.agenda.nowMs, 'submit', () => `workflow ${op} ${words.text ?? ''}`);
    this.#inTurn(() => this.#send(entry, manner, this.#seen));
  }

  /** Asks for the session, maybe with induced restoration. */
  ask(induceRestore: boolean): void {
    this.#inTurn(() => {
      const query = induceRestore ? { queryStringParameters: { induceRestore: 'true' } } : {};
      this.#request({ routeKey: 'GET /service/chats/{chatId}', ...query }, (answer) => {
        if (answer?.statusCode === 200) {
          const told = JSON.parse(answer.body) as SessionAnswer;
          this.told.push(told);
          this.#seen = Math.max(this.#seen, told.index);
        } else if (answer !== undefined && !isAgain(answer)) {
          this.#world.alarms.push(`bug: the workflow was refused a look, with ${answer.statusCode}`);
        }
        this.#next();
      });
    });
  }

  #inTurn(start: () => void): void {
    this.#waiting.push(start);
    if (!this.#isBusy) this.#next();
  }

  #next(): void {
    const start = this.#waiting.shift();
    this.#isBusy = start !== undefined;
    start?.();
  }

  /** `seen` is what it knew before the first try, and the same on every one. */
  #send(entry: Wish, manner: Manner, seen: number): void {
    const { op, number, text, notice } = entry;
    const { visibility, bot } = manner;
    const body = {
      seen,
      ...(op === 'user-data' ? { userData: { [`key-${number % 3}`]: `d${number}` } } : {}),
      ...(text === undefined ? {} : { text }),
      ...(notice === undefined ? {} : { noticeType: notice }),
      ...(visibility === undefined || op === 'user-data' || op === 'close' ? {} : { visibility }),
      ...(bot === true ? { style: 'BOT' } : {}),
    };
    const headers = { 'idempotency-key': `simulated.${number}` };
    this.#request({ routeKey: ROUTES[op], headers, body: JSON.stringify(body) }, (answer) => {
      if (answer === undefined || isAgain(answer)) {
        this.#world.agenda.after(1_000, () => this.#send(entry, manner, seen));
        return;
      }
      const { index = 0, code = '' } = JSON.parse(answer.body) as { index?: number; code?: string };
      entry.outcome = answer.statusCode === 200 ? { index } : { refused: code };
      this.#seen = Math.max(this.#seen, index);
      this.#next();
    });
  }

  /** One request, which may be lost, late or doubled, and whose answer may be lost. `take` hears one answer, or that none came. */
  #request(request: Readonly<Record<string, unknown>>, take: (answer: HttpAnswer | undefined) => void): void {
    const { agenda, mischief, platform, chatId } = this.#world;
    this.#sessions += 1;
    const requestContext = { authorizer: { iam: { callerId: `${ROLE}:run-${this.#sessions}` } } };
    const event = { ...request, pathParameters: { chatId }, requestContext };
    let isOpen = true;
    const end = (answer: HttpAnswer | undefined): void => {
      if (!isOpen) return;
      isOpen = false;
      take(answer);
    };
    const arrivals = (): readonly number[] => mischief.draw('frame', (fault, random) => fault.strike(random)) ?? [0];
    for (const ms of arrivals()) {
      agenda.after(this.#world.latencyMs() + ms, () => {
        platform.run(
          'http',
          (deps) => makeHttp(deps)(event),
          (ended) => {
            if (ended === 'failed') return;
            for (const later of arrivals()) agenda.after(later, () => end(ended.value));
          },
          { what: 'request', routeKey: String(request['routeKey']) },
        );
      });
    }
    agenda.after(PATIENCE_MS, () => end(undefined));
  }
}
