import { existsSync, writeFileSync } from 'node:fs';
import { historyOf, HISTORIES } from './history.ts';
import { tellAll } from './stories.ts';

const USAGE = `npm run record-history -- <release>

Tells every story of test/replay/stories.ts and writes what is left of it to test/replay/histories/<release>-<story>.json.
A history that exists is left alone: it is what a release has stored.`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const main = async ([release]: readonly string[]): Promise<number> => {
  if (release === undefined || !/^[a-z0-9.]+$/.test(release)) {
    say(USAGE);
    return release === '--help' ? 0 : 2;
  }
  for (const { name, chatId, house } of await tellAll()) {
    const file = `${HISTORIES}${release}-${name}.json`;
    if (existsSync(file)) {
      say(`${release}-${name}: recorded already`);
      continue;
    }
    const history = await historyOf(house.log, chatId);
    writeFileSync(file, `${JSON.stringify(history, undefined, 1)}\n`);
    say(`${release}-${name}: ${history.steps.length} events`);
  }
  return 0;
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
