import { makeHandler as makeHttp } from '../../../functions/http/handler.ts';
import type { Random } from '../engine/random.ts';
import type { World } from '../engine/world.ts';
import type { Device } from './device.ts';

/** A file that somebody was offered a place for, and what they heard of it. */
export interface SharedFile {
  readonly fileId: string;
  /** `customer`, or an agent's id. */
  readonly author: string;
  readonly sizeBytes: number;
  /** Where the confirmation said that it stands. */
  index?: number | undefined;
  /** Where the deletion said that it stands. */
  deletedAt?: number | undefined;
}

/** How long an unanswered request is waited for, and how often it is made. */
const PATIENCE_MS = 4_000;
const TRIES = 6;

interface Asked {
  readonly device: Device;
  readonly route: string;
  readonly fileId?: string;
  readonly body: object;
}

interface Reply {
  readonly statusCode: number;
  readonly body: string;
}

/** What people do with files: over HTTP, with the same request again and again until there is an answer. */
export class FileHands {
  readonly shared: SharedFile[] = [];
  readonly #world: World;
  readonly #secureKey: () => string;

  constructor(world: World, secureKey: () => string) {
    this.#world = world;
    this.#secureKey = secureKey;
  }

  /** Asks for a place, sends the bytes, confirms; some of it gets lost, and some is done twice. */
  upload(device: Device, random: Random): void {
    const sizeBytes = random.between(8, 3_000);
    const body = { name: 'cat.png', sizeBytes };
    this.#ask({ device, route: '', body }, TRIES, (reply) => {
      if (reply.statusCode !== 201) return;
      const { fileId, fields } = JSON.parse(reply.body) as { fileId: string; fields: Record<string, string> };
      const file: SharedFile = { fileId, author: device.owner, sizeBytes };
      this.shared.push(file);
      if (this.#world.mischief.happens('upload-lost')) return this.#confirm(device, file);
      this.#world.agenda.after(random.between(20, 2_000), () => {
        this.#world.stores.files.send(fields, pngOf(sizeBytes));
        this.#confirm(device, file);
        if (random.chance(0.3)) this.#confirm(device, file);
        if (random.chance(0.3)) this.#world.agenda.after(random.between(0, 60_000), () => this.delete(device, random));
        if (random.chance(0.3)) this.#world.agenda.after(random.between(0, 60_000), () => this.fetch(device, random));
      });
    });
  }

  #confirm(device: Device, file: SharedFile): void {
    const body = { seen: seenOf(device) };
    this.#ask({ device, route: '/{fileId}/confirm', fileId: file.fileId, body }, TRIES, (reply) => {
      if (reply.statusCode === 200) file.index = indexIn(reply) ?? file.index;
    });
  }

  /** Deletes a file that was confirmed, one's own or, at a desk, any. */
  delete(device: Device, random: Random): void {
    const known = this.shared.filter(({ index }) => index !== undefined);
    if (known.length === 0) return;
    const file = random.pick(known);
    const body = { seen: seenOf(device) };
    this.#ask({ device, route: '/{fileId}/delete', fileId: file.fileId, body }, TRIES, (reply) => {
      if (reply.statusCode === 200) file.deletedAt = indexIn(reply) ?? file.deletedAt;
    });
  }

  /** Fetches a file; what comes are the bytes that were sent, or nothing when it is gone. */
  fetch(device: Device, random: Random): void {
    const known = this.shared.filter(({ index }) => index !== undefined);
    if (known.length === 0) return;
    const { fileId, sizeBytes } = random.pick(known);
    this.#ask({ device, route: '/{fileId}/download', fileId, body: {} }, 1, (reply) => {
      if (reply.statusCode !== 200) return;
      const bytes = this.#world.stores.files.fetch((JSON.parse(reply.body) as { url: string }).url);
      if (bytes !== undefined && bytes.length !== sizeBytes) {
        this.#world.alarms.push(`files: ${fileId} has ${bytes.length} bytes and was sent with ${sizeBytes}`);
      }
    });
  }

  #ask(asked: Asked, triesLeft: number, take: (reply: Reply) => void): void {
    const { agenda } = this.#world;
    let answered = false;
    this.#send(asked, (reply) => {
      answered = true;
      if (reply.statusCode < 500 && reply.statusCode !== 429) return take(reply);
      if (triesLeft > 1) agenda.after(PATIENCE_MS, () => this.#ask(asked, triesLeft - 1, take));
    });
    agenda.after(PATIENCE_MS, () => {
      if (!answered && triesLeft > 1) this.#ask(asked, triesLeft - 1, take);
      answered = true;
    });
  }

  #send({ device, route, fileId, body }: Asked, take: (reply: Reply) => void): void {
    const world = this.#world;
    const { owner } = device;
    const isCustomer = owner === 'customer';
    const routeKey = `POST ${isCustomer ? '' : '/desk'}/chats/{chatId}/files${route}`;
    const request = {
      routeKey,
      headers: isCustomer ? { authorization: `Bearer ${this.#secureKey()}` } : {},
      pathParameters: { chatId: world.chatId, ...(fileId === undefined ? {} : { fileId }) },
      body: JSON.stringify(body),
      requestContext: isCustomer ? {} : { authorizer: { jwt: { claims: { sub: owner, name: `Agent ${owner}` } } } },
    };
    const lost = (): boolean => world.mischief.draw('frame', (fault, random) => fault.strike(random))?.length === 0;
    if (!device.reachable || lost()) return;
    world.agenda.after(world.latencyMs(), () => {
      world.platform.run(
        'http',
        (deps) => makeHttp(deps)(request),
        (ended) => {
          if (ended !== 'failed' && !lost()) take(ended.value);
        },
        { what: 'request', routeKey },
      );
    });
  }
}

const indexIn = ({ body }: Reply): number | undefined => (JSON.parse(body) as { index?: number }).index;

const seenOf = (device: Device): number => device.client?.position ?? 0;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const pngOf = (sizeBytes: number): Uint8Array => Uint8Array.from({ length: sizeBytes }, (_, at) => PNG[at] ?? at % 251);
