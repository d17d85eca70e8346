/** `npm run demo`: three weeks of one chat on the virtual clock, held against what the core promises. */
import { checkAt } from '../shared/domain/deadlines.ts';
import type { ChatEvent } from '../shared/domain/events.ts';
import { evolve } from '../shared/domain/evolve.ts';
import type { Session } from '../shared/domain/session.ts';
import { findDifferences, type Scene } from './demo/promises.ts';
import { openStage, type Stage } from './demo/stage.ts';
import { play, STORY_OPTIONS } from './demo/story.ts';

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);

const HELP = `npm run demo: three weeks of one chat, played on a virtual clock

  --json   one JSON object instead of the table
  --help   this text

Exits with 1 when anything differs from what the core promises.`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const scenesOf = async ({ log }: Stage, chatId: string): Promise<Scene[]> => {
  const scenes: Scene[] = [];
  let state: Session | undefined;
  const { events } = await log.readAfter(chatId, 0, 200, 'strong');
  for (const event of events) {
    state = evolve(state, event);
    scenes.push({ event, after: state });
  }
  return scenes;
};

const stamp = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

const wordsOf = (event: ChatEvent): string => {
  if (event.type === 'message-posted') return `${event.actor.type}: ${event.text}`;
  if (event.type === 'agent-left' || event.type === 'chat-closed') return event.cause;
  return '';
};

const rowOf = ({ event, after }: Scene): string => {
  const status = String(after.status).padStart(2);
  const index = String(event.index).padStart(2);
  return `${index}  ${stamp(event.at)}  ${status}  ${stamp(checkAt(after))}  ${event.type.padEnd(22)} ${wordsOf(event)}`;
};

const main = async (): Promise<number> => {
  if (process.argv.includes('--help')) {
    say(HELP);
    return 0;
  }
  const asJson = process.argv.includes('--json');
  const tell = asJson ? () => undefined : say;
  const stage = await openStage(START_MS);
  try {
    await stage.setOptions(STORY_OPTIONS);
    const seen = await play(stage, (chapter) => tell(`· ${chapter}`));
    await stage.cloud.idle();
    const scenes = await scenesOf(stage, seen.chatId);
    const row = await stage.rows.read(seen.chatId);
    const differences = findDifferences(START_MS, scenes, seen, row);
    tell('\n #  time (UTC)           st  check-at             event');
    for (const scene of scenes) tell(rowOf(scene));
    if (asJson) {
      const events = scenes.map(({ event, after }) => ({ ...event, status: after.status, checkAt: checkAt(after) }));
      say(JSON.stringify({ events, differences }));
    }
    tell(differences.length === 0 ? '\nEverything is as the core promises.' : `\n${differences.join('\n')}`);
    return differences.length === 0 ? 0 : 1;
  } finally {
    await stage.end();
  }
};

process.exitCode = await main();
