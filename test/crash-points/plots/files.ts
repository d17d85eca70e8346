import type { FileHands } from '../../simulation/cast/file-hands.ts';
import type { Device } from '../../simulation/cast/device.ts';
import { Random } from '../../simulation/engine/random.ts';
import type { Plot, Scene } from '../plot.ts';
import { agent, does, together, until } from './scenes.ts';

/** Something that the first device of a side does with files, with the same chance in every run. */
const withFiles = (
  atSec: number,
  side: 'customers' | 'desks',
  act: (files: FileHands, device: Device, random: Random) => void,
): Scene => ({
  atSec,
  run: (stage) => {
    const [device] = stage[side];
    if (device !== undefined) act(stage.files, device, new Random(1, 1));
  },
});

const uploads = (atSec: number, side: 'customers' | 'desks'): Scene =>
  withFiles(atSec, side, (files, device, random) => files.upload(device, random));
const fetches = (atSec: number, side: 'customers' | 'desks'): Scene =>
  withFiles(atSec, side, (files, device, random) => files.fetch(device, random));
const deletes = (atSec: number, side: 'customers' | 'desks'): Scene =>
  withFiles(atSec, side, (files, device, random) => files.delete(device, random));

export const filePlots: readonly Plot[] = [
  {
    name: 'a customer’s file comes, is fetched and goes',
    fromSec: 5,
    toSec: 60,
    scenes: [...together, uploads(5, 'customers'), fetches(25, 'customers'), deletes(35, 'customers'), until(60)],
  },
  {
    name: 'an agent’s file comes, is fetched and goes',
    fromSec: 5,
    toSec: 60,
    scenes: [...together, uploads(5, 'desks'), fetches(25, 'desks'), deletes(35, 'desks'), until(60)],
  },
  {
    name: 'a chat with a file is closed',
    fromSec: 5,
    toSec: 60,
    scenes: [...together, uploads(5, 'customers'), agent(30, does('close')), until(60)],
  },
];
