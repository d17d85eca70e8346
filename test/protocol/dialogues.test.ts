import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ClientFrame, ERROR_CODES, ServerFrame } from '../../shared/protocol/index.ts';
import { decodeFrame } from '../../web/client/frames.ts';

const page = readFileSync(new URL('../../docs/PROTOCOL.md', import.meta.url), 'utf8');

interface Line {
  readonly speaker: string;
  readonly json: string;
}

const dialogues: Line[][] = [...page.matchAll(/```text\n([\s\S]*?)```/g)].map(([, block = '']) =>
  block
    .trim()
    .split('\n')
    .map((line) => ({ speaker: line.slice(0, 1), json: line.slice(2) })),
);
const lines = dialogues.flat();
const spokenBy = (...speakers: string[]): unknown[] =>
  lines.filter(({ speaker }) => speakers.includes(speaker)).map(({ json }): unknown => JSON.parse(json));

describe('the dialogues of PROTOCOL.md', () => {
  it('consist of frames that the schemas accept as they stand', () => {
    expect(lines.every(({ speaker }) => 'CASG'.includes(speaker))).toBe(true);
    for (const frame of spokenBy('C', 'A')) expect(v.parse(ClientFrame, frame)).toEqual(frame);
    for (const frame of spokenBy('S')) expect(v.parse(ServerFrame, frame)).toEqual(frame);
    expect(spokenBy('G').map((frame) => decodeFrame(JSON.stringify(frame)))).toEqual([{ type: 'gateway' }]);
  });

  it('show every operation and every frame of the server', () => {
    const ops = new Set(spokenBy('C', 'A').map((frame) => v.parse(ClientFrame, frame).op));
    const types = new Set(spokenBy('S').map((frame) => v.parse(ServerFrame, frame).type));
    expect([...ops].sort()).toEqual(ClientFrame.options.map((option) => option.entries.op.literal).sort());
    expect([...types].sort()).toEqual(ServerFrame.options.map((option) => option.entries.type.literal).sort());
  });

  it('answer what was asked before, in the same dialogue', () => {
    for (const dialogue of dialogues) {
      const asked = new Set<string>();
      for (const { speaker, json } of dialogue) {
        if (speaker === 'S') {
          const frame = v.parse(ServerFrame, JSON.parse(json));
          if ('ref' in frame && frame.ref !== undefined) expect(asked).toContain(frame.ref);
        } else if (speaker !== 'G') {
          const frame = v.parse(ClientFrame, JSON.parse(json));
          const ref = 'id' in frame ? frame.id : 'ref' in frame ? frame.ref : undefined;
          if (ref !== undefined) asked.add(ref);
        }
      }
    }
  });
});

it('names no error code that does not exist', () => {
  const named = [...page.matchAll(/Errors?(?: as for `[a-z]+`|:)([^.]*)\./g)].flatMap(([, list = '']) =>
    [...list.matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => code),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((code) => !new Set<string>(ERROR_CODES).has(code))).toEqual([]);
});
