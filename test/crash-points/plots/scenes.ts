import { makeHandler as makeHttp } from '../../../functions/http/handler.ts';
import type { Submitted } from '../../simulation/cast/device.ts';
import type { Device } from '../../simulation/cast/device.ts';
import type { Stage } from '../../simulation/cast/stage.ts';
import type { Scene } from '../plot.ts';

const at = (list: readonly Device[], place: number): Device => {
  const device = list[place];
  if (device === undefined) throw new Error(`unable to play; there is no device ${place}`);
  return device;
};

const phone = (stage: Stage, place = 0): Device => at(stage.customers, place);
const desk = (stage: Stage, place = 0): Device => at(stage.desks, place);

/** Something with a device of the customer, the first if `place` is left out. */
export const customer = (atSec: number, act: (device: Device) => void, place = 0): Scene => ({
  atSec,
  run: (stage) => act(phone(stage, place)),
});

/** Something with a desk. */
export const agent = (atSec: number, act: (device: Device) => void, place = 0): Scene => ({
  atSec,
  run: (stage) => act(desk(stage, place)),
});

export const opens = (device: Device): void => void device.open(false);
export const types = (device: Device): void => device.type();
/** Closes the page, and with it its sockets. */
export const leaves = (device: Device): void => device.close(true);
/** Vanishes: its sockets stay open as far as the gateway knows. */
export const vanishes = (device: Device): void => device.close(false);
/** Looks away or back: sends a heartbeat. */
export const glances = (device: Device): void => device.glance();
export const does =
  (op: Submitted['op'], visibility?: 'INT') =>
  (device: Device): void =>
    device.submit(op, visibility);

/** Nobody does anything: the session goes on until then. */
export const until = (atSec: number): Scene => ({ atSec, run: () => {} });

/** A customer and an agent in one chat, both with open pages, after four seconds. */
export const together: readonly Scene[] = [customer(0, opens), agent(1, opens), agent(2, does('join'))];

/** A request of an agent's browser, sent again until it is answered. */
export const asksDesk = (atSec: number, routeKey: string): Scene => ({
  atSec,
  run: (stage) => askDesk(stage, routeKey),
});

const REPEAT_MS = 3_000;

const askDesk = (stage: Stage, routeKey: string): void => {
  const { world } = stage;
  const jwt = { claims: { sub: 'agent-1', name: 'Agent 1' } };
  const request = { routeKey, pathParameters: { chatId: world.chatId }, requestContext: { authorizer: { jwt } } };
  world.platform.run(
    'http',
    (deps) => makeHttp(deps)(request),
    (ended) => {
      if (ended !== 'failed' && ended.value.statusCode === 200) return;
      world.agenda.after(REPEAT_MS, () => askDesk(stage, routeKey));
    },
    { what: 'request', routeKey },
  );
};

/** Reads the transcript over HTTP until it is answered. */
export const polls = (atSec: number): Scene => ({ atSec, run: poll });

const poll = (stage: Stage): void => {
  const { contacts, agenda } = stage.world;
  const before = contacts.length;
  stage.poll();
  agenda.after(REPEAT_MS, () => {
    if (contacts.length === before) poll(stage);
  });
};
