/**
 * The tests that a mutant of the core has to survive, as one file: most of the time of a mutant's run goes into loading
 * modules, and each test file would load them again. The first failure ends a run, so the slow files come last.
 */
import { readdirSync } from 'node:fs';
import { it } from 'vitest';

/** Random search takes seconds, and a mutant that only it finds lacks a test that says what is right. */
const LEFT_OUT = ['chat.property.test.ts', 'naive-model.property.test.ts'];
const SLOW = ['frames.test.ts', 'deadlines.test.ts', 'pace.test.ts', 'session-codec.property.test.ts'];

const filesOf = (folder: string): URL[] =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith('.test.ts') && !LEFT_OUT.includes(file))
    .map((file) => new URL(folder + file, import.meta.url));

const isSlow = (url: URL): boolean => SLOW.some((file) => url.pathname.endsWith(`/${file}`));

const files = [...filesOf('../protocol/'), ...filesOf('../domain/')];
for (const url of [...files.filter((file) => !isSlow(file)), ...files.filter(isSlow)]) {
  // A file that cannot even be loaded has no tests that could fail: that is the failure.
  await import(url.href).catch((error: unknown) => {
    it(`loads ${url.pathname.split('/').slice(-2).join('/')}`, () => {
      throw error;
    });
  });
}
