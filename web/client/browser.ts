import type { ClientPorts, OpenSocket, OutboxStore, Timers } from './ports.ts';
import { isLoose, isText, type Loose } from './shapes.ts';

/** What the server answers to a request for a ticket. */
export interface Ticket {
  readonly socketUrl: string;
  readonly ticket: string;
}

/** A refusal over HTTP. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly code: string;

  /** `code` as in the problem document, or `http-<status>` when the answer was none. */
  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'HttpRefusal';
    this.status = status;
    this.code = code;
  }

  /** Whether asking again in the same words is pointless. */
  get final(): boolean {
    return this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429;
  }
}

const refusalOf = async (answer: Response): Promise<HttpRefusal> => {
  const body: unknown = await answer.json().catch(() => undefined);
  const { code, detail }: Loose = isLoose(body) ? body : {};
  return new HttpRefusal(
    answer.status,
    isText(code) ? code : `http-${answer.status}`,
    isText(detail) ? detail : answer.statusText,
  );
};

/** Asks an HTTP endpoint for JSON, with a body as JSON and a bearer token if given. Throws `HttpRefusal` for an error answer. */
export const requestJson = async (
  method: 'GET' | 'POST',
  url: string,
  { body, bearer }: { readonly body?: unknown; readonly bearer?: string } = {},
): Promise<unknown> => {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw await refusalOf(answer);
  return answer.json();
};

const isTicket = (value: unknown): value is Ticket =>
  isLoose(value) && isText(value['ticket']) && isText(value['socketUrl']);

/** Asks for a ticket where the protocol says: `/chats/{chatId}/ticket` or `/desk/ticket`. */
export const requestTicket = async (url: string, bearer: string): Promise<Ticket> => {
  const answer = await requestJson('POST', url, { bearer });
  if (!isTicket(answer)) throw new TypeError('unable to read the ticket; the answer is none');
  return answer;
};

/** Opens a socket with a new ticket each time. */
export const webSockets =
  (getTicket: () => Promise<Ticket>): OpenSocket =>
  (listener) => {
    let socket: WebSocket | undefined;
    let closed = false;
    const open = ({ socketUrl, ticket }: Ticket): void => {
      if (closed) return;
      socket = new WebSocket(`${socketUrl}?ticket=${encodeURIComponent(ticket)}`);
      socket.onopen = () => listener.opened();
      socket.onmessage = ({ data }) => {
        if (isText(data)) listener.received(data);
      };
      socket.onclose = () => listener.closed();
    };
    getTicket().then(open, (error: unknown) =>
      listener.closed(error instanceof HttpRefusal && error.final ? error.code : undefined),
    );
    return {
      send: (text) => {
        if (socket?.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: () => {
        closed = true;
        socket?.close();
      },
    };
  };

const browserTimers: Timers = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

const browserRandom = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;

/**
 * An outbox in `localStorage`, under a key of its own below `prefix`, so that two tabs never overwrite each other. What
 * other tabs left there is taken over; if one of them still lives both send the same ids, and the server knows them as one.
 */
export const storedOutbox = (prefix: string): OutboxStore => {
  const own = `${prefix}${browserRandom()}`;
  let takenOver: readonly string[] = [];
  return {
    load: () => {
      takenOver = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
      return takenOver.flatMap((key) => localStorage.getItem(key) ?? []);
    },
    save: (text) => {
      if (text === '[]') localStorage.removeItem(own);
      else localStorage.setItem(own, text);
      for (const key of takenOver) localStorage.removeItem(key);
      takenOver = [];
    },
  };
};

/** The library's ports in a browser. */
export const browserPorts = (getTicket: () => Promise<Ticket>, outboxPrefix: string): ClientPorts => ({
  openSocket: webSockets(getTicket),
  timers: browserTimers,
  random: browserRandom,
  store: storedOutbox(outboxPrefix),
});

/** Tells a client when the page is hidden or shown and when the network is back. Answers what ends that. */
export const followPage = (client: {
  setVisible(visible: boolean): void;
  readonly state: string;
  connect(): void;
}): (() => void) => {
  const following = new AbortController();
  const { signal } = following;
  const look = (): void => client.setVisible(document.visibilityState === 'visible');
  const retry = (): void => {
    if (client.state === 'waiting') client.connect();
  };
  document.addEventListener('visibilitychange', look, { signal });
  addEventListener('online', retry, { signal });
  look();
  return () => following.abort();
};
