import { expect, it } from 'vitest';
import type { WireEvent } from '../../shared/protocol/index.ts';
import { BEFORE_ALL, standingAfter } from '../../web/try-it/status.ts';

const ADA = { type: 'AGENT', agentId: 'ada', nickname: 'Ada' } as const;
const BOB = { type: 'AGENT', agentId: 'bob', nickname: 'Bob' } as const;
const CARL = { type: 'CLIENT', nickname: 'Carl' } as const;
const SYSTEM = { type: 'SYSTEM' } as const;
const place = (index: number): { index: number; prev: number; at: number } => ({ index, prev: index - 1, at: index });

it('follows the status through the life of a chat', () => {
  const events: WireEvent[] = [
    { ...place(1), type: 'chat-opened', from: CARL },
    { ...place(2), type: 'message-posted', from: CARL, text: 'hello' },
    { ...place(3), type: 'agent-joined', from: ADA, agent: ADA },
    { ...place(4), type: 'agent-joined', from: BOB, agent: BOB },
    { ...place(5), type: 'agent-left', from: ADA, agent: ADA, cause: 'left' },
    { ...place(6), type: 'message-posted', from: CARL, text: 'still there?' },
    { ...place(7), type: 'agent-left', from: BOB, agent: BOB, cause: 'hold' },
    { ...place(8), type: 'idle-alerted', from: SYSTEM, text: 'soon over' },
    { ...place(9), type: 'message-posted', from: CARL, text: 'wait' },
    { ...place(10), type: 'agent-joined', from: ADA, agent: ADA },
    { ...place(11), type: 'agent-left', from: SYSTEM, agent: ADA, cause: 'lost' },
  ];
  let standing = BEFORE_ALL;
  const seen = events.map((event) => {
    standing = standingAfter(standing, event);
    return [standing.status, standing.sinceMs];
  });
  expect(seen).toEqual([
    [1, 1],
    [2, 2],
    [-1, 3],
    [-1, 3],
    [-1, 3],
    [-1, 3],
    [-2, 7],
    [3, 8],
    [2, 9],
    [-1, 10],
    [4, 11],
  ]);
  standing = standingAfter(standing, { ...place(12), type: 'chat-closed', from: SYSTEM, cause: 'idle', text: '' });
  expect(standing).toMatchObject({ closed: true, sinceMs: 12, agents: [] });
});
