import { startStack } from './stack.ts';
import { measureLife } from './life.ts';
const t0=performance.now();
const s = await startStack({directory:'/tmp/bench-asm', remove(){}});
const f = await measureLife(s,(t)=>console.error(Math.round(performance.now()-t0),t));
for (const [k,x] of Object.entries(f)) console.log(k, JSON.stringify(x, (kk,vv)=> vv===0?undefined:vv));
console.log(s.troubles, s.cloud.functionOutput().slice(0,5));
await s.stop();
process.exit(0);
