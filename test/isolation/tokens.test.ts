import { describe, expect, it } from 'vitest';
import { makeHandler as makeAuthorize } from '../../functions/authorize/handler.ts';
import { makeHandler as makeHttp } from '../../functions/http/handler.ts';
import { secureKeyFor, ticketFor } from '../../shared/app/credentials.ts';
import type { KeyRing } from '../../shared/app/ports.ts';
import { openScene, ringOf, type Scene } from './people.ts';

const CHAT = 'a'.repeat(26);
const NOW = Date.UTC(2026, 0, 5, 9);

const connects = async (keys: KeyRing, ticket: string, now = NOW): Promise<boolean> => {
  const answer = await makeAuthorize({ keys, clock: { now: () => now } })({
    methodArn: 'arn',
    queryStringParameters: { ticket },
  });
  const isAllowed = JSON.stringify(answer.policyDocument).includes('"Effect":"Allow"');
  if (!isAllowed) expect(answer.context).toBeUndefined();
  return isAllowed;
};

const reads = async ({ house, chat }: Scene, keys: KeyRing, secureKey: string): Promise<boolean> => {
  const reply = await makeHttp({ ...house, keys })({
    routeKey: 'GET /chats/{chatId}/transcript',
    pathParameters: { chatId: chat },
    headers: { authorization: `Bearer ${secureKey}` },
    requestContext: {},
  });
  if (reply.statusCode !== 200) expect(reply.statusCode).toBe(401);
  return reply.statusCode === 200;
};

const claimsOf = (ticket: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(ticket.split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>;

const reclaimed = (ticket: string, change: Record<string, unknown>): string => {
  const [, ...signature] = ticket.split('.');
  const claims = Buffer.from(JSON.stringify({ ...claimsOf(ticket), ...change })).toString('base64url');
  return [claims, ...signature].join('.');
};

describe('tickets', () => {
  const keys = ringOf('k1');

  it('[AUTH-2, AUTH-3] open a socket for a minute, and not when anything in them is changed', async () => {
    const ticket = await ticketFor(keys, { role: 'customer', chatId: CHAT }, NOW);
    expect(await connects(keys, ticket, NOW + 59_999)).toBe(true);
    expect(await connects(keys, ticket, NOW + 60_000)).toBe(false);
    for (const change of [
      { chatId: 'b'.repeat(26) },
      { role: 'agent', agentId: 'ann', nickname: 'Ann' },
      { expiresAtSec: 4_102_444_800 },
    ]) {
      expect(await connects(keys, reclaimed(ticket, change))).toBe(false);
    }
    for (let end = 0; end < ticket.length; end++) expect(await connects(keys, ticket.slice(0, end))).toBe(false);
  });

  it('[AUTH-3] of one claim do not sign another', async () => {
    const [mine, theirs] = [
      await ticketFor(keys, { role: 'customer', chatId: CHAT }, NOW),
      await ticketFor(keys, { role: 'agent', agentId: 'ann', nickname: 'Ann' }, NOW),
    ];
    const swapped = [theirs.split('.')[0], ...mine.split('.').slice(1)].join('.');
    expect(await connects(keys, swapped)).toBe(false);
  });

  it('[AUTH-3] are refused under a key that is not known, was removed, or is named alone', async () => {
    const ticket = await ticketFor(ringOf('k1'), { role: 'customer', chatId: CHAT }, NOW);
    expect(await connects(ringOf('k1', 'k2'), ticket)).toBe(true);
    expect(await connects(ringOf('k2'), ticket)).toBe(false);
    const [claims, , hash] = ticket.split('.');
    for (const keyId of ['k2', '', '__proto__', 'constructor', 'none', 'kid']) {
      expect(await connects(ringOf('k1', 'k2'), `${claims}.${keyId}.${hash}`)).toBe(false);
      expect(await connects(ringOf('k1', 'k2'), `${claims}.${keyId}.`)).toBe(false);
    }
  });
});

describe('secure keys', () => {
  it('[AUTH-1] open their own chat, also after the keys were turned, until their key is removed', async () => {
    const scene = await openScene();
    const old = await secureKeyFor(ringOf('k1'), scene.chat);
    expect(await reads(scene, ringOf('k1'), old)).toBe(true);
    expect(await reads(scene, ringOf('k1', 'k2'), old)).toBe(true);
    expect(await reads(scene, ringOf('k2'), old)).toBe(false);
    expect(await reads(scene, ringOf('k1', 'k2'), await secureKeyFor(ringOf('k1', 'k2'), scene.chat))).toBe(true);
    for (let end = 0; end < old.length; end++) expect(await reads(scene, ringOf('k1'), old.slice(0, end))).toBe(false);
  });

  it('[AUTH-1, AUTH-3] are no tickets, and tickets are no secure keys', async () => {
    const scene = await openScene();
    const keys = ringOf('k1');
    const key = await secureKeyFor(keys, scene.chat);
    const ticket = await ticketFor(keys, { role: 'customer', chatId: scene.chat }, scene.house.clock.now());
    const claims = ticket.split('.')[0] ?? '';
    for (const forged of [key, `${claims}.${key}`, `${scene.chat}.${key}`])
      expect(await connects(keys, forged)).toBe(false);
    const signature = ticket.slice(claims.length + 1);
    for (const forged of [ticket, signature]) expect(await reads(scene, keys, forged)).toBe(false);
    expect(await reads(scene, keys, await secureKeyFor(keys, scene.other))).toBe(false);
  });
});
