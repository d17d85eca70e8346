import type { World } from '../engine/world.ts';
import { SECRET } from '../engine/world.ts';
import { CustomerDevice } from './customer-device.ts';
import { DeskDevice } from './desk-device.ts';
import type { Device, Submitted } from './device.ts';
import { Returning, type Ask } from './returning.ts';
import { Workflow } from './workflow.ts';
import { answererOf } from '../../support/web-front.ts';
import { FileHands } from './file-hands.ts';

/** Who takes part. */
export interface CastList {
  readonly customerDevices: number;
  /** Desks of each agent. */
  readonly desks: readonly number[];
  readonly push: boolean;
  /** Left out: an asynchronous chat. */
  readonly regular?: boolean;
  /** Whether pushes hold what was missed. */
  readonly payload: boolean;
}

const MINUTE_MS = 60_000;

/** When the row of a chat without an event is removed. */
const ORPHAN_MS = 3_600_000;

/** The people of one session, with their devices. */
export class Stage {
  readonly world: World;
  readonly customers: readonly Device[];
  readonly desks: readonly Device[];
  readonly submitted: Submitted[] = [];
  readonly workflow: Workflow;
  readonly files: FileHands;
  readonly #push: boolean;
  readonly #returning: Returning;
  readonly #regular: boolean;
  readonly #payload: boolean;
  #secureKey = '';
  /** Whether the opening has been answered. */
  opened = false;

  constructor(world: World, { customerDevices, desks, push, payload, regular = false }: CastList) {
    this.world = world;
    this.#push = push;
    this.#returning = new Returning(world, (...asked) => this.#request(...asked));
    this.#regular = regular;
    this.#payload = payload;
    this.workflow = new Workflow(world, this.submitted);
    this.files = new FileHands(world, () => this.#secureKey);
    this.customers = Array.from(
      { length: customerDevices },
      (_, place) => new CustomerDevice(world, 'customer', `phone-${place + 1}`, this.submitted),
    );
    this.desks = desks.flatMap((count, agent) => {
      const agentId = `agent-${agent + 1}`;
      world.agentIds.push(agentId);
      return Array.from(
        { length: count },
        (_, place) => new DeskDevice(world, agentId, `${agentId}-desk-${place + 1}`, this.submitted),
      );
    });
  }

  get devices(): readonly Device[] {
    return [...this.customers, ...this.desks];
  }

  /** Opens the chat, or finds it open: tries again until there is an answer. */
  openChat(): void {
    const push = this.#push ? { push_notification_deviceid: 'd', push_notification_type: 'ios' } : {};
    const payload = this.#payload ? { GCTI_GMS_PushIncludePayload: 'true' } : {};
    const mode = this.#regular ? {} : { GCTI_Chat_AsyncMode: 'true' };
    const body = { secret: SECRET, nickname: 'Ann', userData: { ...mode, ...push, ...payload } };
    const request = { routeKey: 'POST /chats', body: JSON.stringify(body), requestContext: {} };
    let answered = false;
    const isRepeat = this.opened;
    this.#request(request, ({ statusCode, body: text }) => {
      if (isRepeat && text.includes('over-limit')) this.world.alarms.push('bug: an open chat was refused for the load');
      if (statusCode >= 300) return;
      answered = true;
      if (!this.opened) void this.world.crowd('open');
      const answer = JSON.parse(text) as { secureKey: string };
      this.#secureKey = answer.secureKey;
      this.opened = true;
    });
    this.world.agenda.after(3_000, () => {
      if (!answered) this.#openLater();
    });
  }

  /** Half of them try again at once. The others give up and come back just when the row that they left behind is looked at. */
  #openLater(): void {
    const { agenda, random } = this.world;
    if (random.chance(0.5)) return this.openChat();
    const atMs = Math.ceil((agenda.nowMs + ORPHAN_MS) / MINUTE_MS) * MINUTE_MS + random.between(-300, 300);
    agenda.at(atMs, () => this.openChat());
  }

  /** Reads the transcript over HTTP: what a client without sockets does. */
  poll(): void {
    const { chatId } = this.world;
    const request = {
      routeKey: 'GET /chats/{chatId}/transcript',
      headers: { authorization: `Bearer ${this.#secureKey}` },
      pathParameters: { chatId },
      requestContext: {},
    };
    this.#request(request, ({ statusCode }, cameMs) => {
      if (statusCode === 200) this.world.contacts.push({ cameMs, answeredMs: this.world.agenda.nowMs });
      else if (statusCode < 500) this.world.alarms.push(`bug: a poll was answered ${statusCode}`);
    });
  }

  /** The customer goes on with the closed chat in a new one, and reads the old one through it. */
  goOn(): void {
    void this.world.crowd('closed');
    this.#returning.goOn(this.#secureKey);
  }

  /** An administrator has the options of the service applied to sleeping chats; asks again until there is an answer. */
  applyOptions(): void {
    const claims = { sub: 'root', 'cognito:groups': '[administrators]' };
    const request = {
      routeKey: 'POST /services/{service}/options/apply',
      pathParameters: { service: 'default' },
      requestContext: { authorizer: { jwt: { claims } } },
    };
    let answered = false;
    this.#request(request, ({ statusCode }) => {
      answered = statusCode === 202;
      if (statusCode !== 202 && statusCode < 500) this.world.alarms.push(`bug: a walk was answered ${statusCode}`);
    });
    this.world.agenda.after(3_000, () => {
      if (!answered) this.applyOptions();
    });
  }

  #request(...[request, take]: Parameters<Ask>): void {
    const { world } = this;
    const lost = (): boolean => world.mischief.draw('frame', (fault, random) => fault.strike(random))?.length === 0;
    if (lost()) return;
    world.agenda.after(world.latencyMs(), () => {
      const cameMs = world.agenda.nowMs;
      const { by, make } = answererOf(request.routeKey);
      world.platform.run(
        by,
        (deps) => make(deps)(request),
        (ended) => {
          if (ended !== 'failed' && !lost()) take(ended.value, cameMs);
        },
        { what: 'request', routeKey: request.routeKey },
      );
    });
  }
}
