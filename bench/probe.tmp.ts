import { startStack } from './stack.ts';
import { measureMessages } from './messages.ts';
const t0=performance.now();
const a = {directory:'/tmp/bench-asm', remove(){}};
const s = await startStack(a);
const f = await measureMessages(s,a,Number(process.argv[2]),(t)=>console.error(Math.round(performance.now()-t0),t));
console.log(JSON.stringify(f), s.troubles);
await s.stop();
process.exit(0);
