// Plain JavaScript, because it must say what is missing where nothing that runs TypeScript is installed.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

if (major < 20 || (major === 20 && minor < 19)) {
  stop(`unable to start; Node 20.19 or newer is needed, and this is ${process.versions.node}`);
}
if (!existsSync(new URL('../node_modules/tsx', import.meta.url))) {
  stop('unable to start; the packages are not installed: run "npm ci" first');
}
const { register } = await import('tsx/esm/api');
register();
await import('./main.ts');
