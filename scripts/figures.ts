/** Prints how a service stands at this moment, in the local cloud or in a deployed stack. */
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { ADMINISTRATORS } from '../shared/config/groups.ts';
import { FiguresAnswer } from '../shared/protocol/index.ts';
import { asBars } from './figures/show-figures.ts';
import { readLocalOutputs } from './report/local-outputs.ts';

const HELP = `npm run figures -- [options]

Prints how a service stands: its open chats by status, the longest wait, and how many agents have a desk open.

  --service NAME   which service (default: default)
  --json           the answer as it is
  --url URL        a deployed stack (its output FrontDoorUrl or HttpUrl); DORMOUSE_TOKEN in the environment must be the
                   identity token of an administrator. Without it, the local cloud, which must be running (npm start)
  --help           this text`;

/** Where to ask, and as whom. In the local cloud anybody may sign in as anybody. */
const doorOf = async (url: string | undefined): Promise<{ url: string; token: string }> => {
  const given = process.env['DORMOUSE_TOKEN'];
  if (url !== undefined && given !== undefined) return { url, token: given };
  if (url !== undefined) throw new Error('unable to ask; DORMOUSE_TOKEN is not set');
  const { FrontDoorUrl, local } = await readLocalOutputs();
  const body = JSON.stringify({ sub: 'figures', name: 'Figures', groups: [ADMINISTRATORS] });
  const reply = await fetch(local.signInUrl, { method: 'POST', body });
  const { idToken } = v.parse(v.object({ idToken: v.string() }), await reply.json());
  return { url: FrontDoorUrl, token: idToken };
};

const main = async (args: readonly string[]): Promise<string> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      service: { type: 'string', default: 'default' },
      json: { type: 'boolean', default: false },
      url: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return HELP;
  const { url, token } = await doorOf(values.url);
  const path = `/services/${encodeURIComponent(values.service)}/figures`;
  const reply = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const answer: unknown = await reply.json();
  if (!reply.ok) throw new Error(`unable to read the figures; ${reply.status} ${JSON.stringify(answer)}`);
  return values.json ? JSON.stringify(answer, undefined, 2) : asBars(v.parse(FiguresAnswer, answer));
};

try {
  process.stdout.write(`${await main(process.argv.slice(2))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
