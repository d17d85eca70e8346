import { expect, it } from 'vitest';
import type { Command } from '../../shared/domain/commands.ts';
import { decide } from '../../shared/domain/decide/decide.ts';
import { ACCEPTED_MAX, AGENTS_MAX } from '../../shared/domain/limits.ts';
import type { Session } from '../../shared/domain/session.ts';
import {
  agentPost,
  agentPosted,
  ANN,
  BOB,
  close,
  closed,
  customerPosted,
  HOUR,
  join,
  joined,
  leave,
  open,
  opened,
  OPTIONS,
  post,
  SEC,
} from '../support/builders.ts';
import { sessionOf } from '../support/given-when-then.ts';

const chat = sessionOf(opened(), joined(ANN, 1 * SEC));
const over = sessionOf(opened(), joined(ANN, 1 * SEC), closed(HOUR));
const full = sessionOf(opened(), ...Array.from({ length: AGENTS_MAX }, (_, n) => joined(`agent-${n}`, n)));
const forgetful = sessionOf(
  opened(),
  joined(ANN, 1 * SEC),
  ...Array.from({ length: ACCEPTED_MAX }, (_, n) => agentPosted(ANN, `n-${n}`, 2 * SEC)),
);
const hasty = sessionOf(opened(), customerPosted('m-000001', 1 * SEC, { restAt: 99 * SEC }));
const wordy = sessionOf(opened({ nickname: 'x'.repeat(24_036) }));

// People read them: what could not be done, and why, without a word of the chat.
it.each<[string, Session | undefined, Command, string]>([
  ['OPEN-4', undefined, post('m-000001'), 'unable to find the chat; its log is empty'],
  ['CLOSE-3', over, post('m-000002'), 'unable to change the chat; it is closed'],
  ['CLOSE-3', over, leave(ANN), 'unable to change the chat; it is closed'],
  ['CLOSE-3', over, close(), 'unable to change the chat; it is closed'],
  ['CLOSE-3', over, join(BOB), 'unable to join the chat; it is closed'],
  ['ROLE-1', chat, agentPost(BOB, 'm-000001'), 'unable to act in the chat; join it first'],
  [
    'MSG-2',
    chat,
    post('m-000001', { visibility: 'INT' }),
    'unable to post with visibility INT; it is not for this author',
  ],
  ['AGENT-10', full, join(ANN), 'unable to join the chat; it has 16 agents already'],
  ['CMD-2', forgetful, post('m-000001'), 'unable to tell whether the command is new; catch up to position 2 first'],
  ['LIM-1', hasty, post('m-000002'), 'unable to take more now; this chat takes one command of yours in 500 ms'],
  [
    'BND-1',
    undefined,
    open({ userData: { note: 'x'.repeat(32_768) } }),
    'unable to accept chat-opened; it takes 33143 bytes, at most 32768 are allowed',
  ],
  [
    'BND-2',
    wordy,
    join(ANN, { nickname: 'y'.repeat(64) }),
    "unable to accept agent-joined; the chat's state would take 24654 bytes, at most 24576 are allowed",
  ],
])('[%s] refuses with a sentence of its own', (_clause, state, command, detail) => {
  expect(decide(state, command, 2 * SEC, OPTIONS)).toMatchObject({ kind: 'rejected', detail });
});
