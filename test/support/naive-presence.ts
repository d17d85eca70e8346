import type { Fact } from './naive-fact.ts';
import { SAID } from './naive-repeats.ts';

/* The part of the second model that is about the customer's sockets and absence, from docs/SPEC.md alone. */

const MIN = 60_000;
const SLIP_MS = 2 * MIN;
export const LEASE_MS = 130 * MIN;
const SOCKETS = 8;

export type Socket = { id: string; since: number };
export type Absence = { absentSince?: number; doubtedAt?: number };

/** Whether a socket may still be believed. */
export const isAlive = (socket: Socket, now: number): boolean => now < socket.since + LEASE_MS + SLIP_MS;

/** The sockets that the chat lists after a fact: at most eight, none whose lease is long over (PRES-2, BND-4). */
export const socketsAfter = (sockets: readonly Socket[], { what, at, connectionId }: Fact): Socket[] => {
  const living = sockets.filter((socket) => isAlive(socket, at));
  const others = living.filter((socket) => socket.id !== connectionId);
  if (what === 'customer-removed') return [];
  if (what === 'customer-disconnected' || connectionId === undefined) return others;
  return [...others, { id: connectionId, since: at }].slice(-SOCKETS);
};

/** How long the customer has been without sockets, after a fact that neither brought nor took one (PRES-4, PRES-5). */
export const absenceAfter = (absence: Absence, { what, at, contactAt }: Fact): Absence => {
  if (what === 'presence-confirmed' && contactAt !== undefined) return { absentSince: contactAt };
  return what === 'presence-doubted' ? { ...absence, doubtedAt: at } : absence;
};

/** The customer's side: sockets, or how long it has been without, or removed. */
export type Presence = Absence & { readonly sockets: Socket[]; readonly removed: boolean };

/** The customer's side after all of this (PRES-1 to PRES-9). */
export const presenceOf = (facts: readonly Fact[]): Presence => {
  let sockets: Socket[] = [];
  let absence: Absence = {};
  let removed = false;
  for (const fact of facts) {
    const hadSockets = sockets.length > 0;
    sockets = socketsAfter(sockets, fact);
    const isSaid = SAID.includes(fact.what) && fact.by === 'customer';
    const isBack = sockets.length > 0 || isSaid || fact.restores === true;
    removed = fact.what === 'customer-removed' || (removed && !isBack);
    const startsAgain = hadSockets || fact.by === 'customer' || fact.restores === true;
    if (sockets.length > 0 || fact.what === 'customer-removed') absence = {};
    else absence = startsAgain ? { absentSince: fact.at } : absenceAfter(absence, fact);
  }
  return { sockets, ...absence, removed };
};
