import { parseArgs } from 'node:util';
import { runFuzz } from './run-fuzz.ts';

const USAGE = `npm run fuzz -- [options]

Throws broken frames, requests, tickets and records at every function, and looks for anything but a protocol error.

  --count N   how many attempts (default 100000)
  --seed N    the first seed (default 1); each 250 attempts have the next one
  --help      this text

Exits with 1 when something was found.`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const wholeNumber = (name: string, text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`--${name} must be a whole number from 0, not "${text}"`);
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const [count, seed] = [wholeNumber('count', values.count), wholeNumber('seed', values.seed)];
  const startedMs = performance.now();
  let shownAt = 0;
  const report = await runFuzz(count, seed, (done) => {
    if (done - shownAt < 10_000) return;
    shownAt = done;
    process.stderr.write(`${done} of ${count}\n`);
  });
  for (const [name, times] of [...report.came].toSorted()) say(`${String(times).padStart(9)}  ${name}`);
  for (const { target, complaint, input, seed: at, attempt } of report.failures) {
    say(`\n${target}: ${complaint}\n  seed ${at}, attempt ${attempt}\n  ${input.slice(0, 500)}`);
  }
  const sec = ((performance.now() - startedMs) / 1000).toFixed(1);
  say(`\n${report.attempts} attempts in ${sec} s, seed ${seed}: ${report.failures.length} failures`);
  return report.failures.length === 0 ? 0 : 1;
};

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
