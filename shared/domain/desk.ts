import type { AgentId, ConnectionId, EpochMs } from './events.ts';
import { DESK_GRACE_MS, DESK_LEASE_MS, SOCKETS_MAX } from './limits.ts';

/** An agent's desks: the sockets it has open, kept once per agent. */
export interface Desk {
  readonly agentId: AgentId;
  /** Raised by a hello after the desk was declared lost. Starts at 1. */
  readonly epoch: number;
  readonly sockets: readonly { readonly id: ConnectionId; readonly since: EpochMs }[];
  /** While a socket is there: until when the desk counts as present without another sign of life. */
  readonly seenUntil: EpochMs;
  /** Counts the times that the last socket went. */
  readonly absences: number;
  /** When the current absence began; undefined while a socket is there. */
  readonly absentSince?: EpochMs;
  /** The epoch for which the desk was declared lost, if it was. */
  readonly lostEpoch?: number;
  /** The epoch of which every chat has been told that it is lost. */
  readonly toldEpoch?: number;
}

/** Whether the desk stands declared lost for its current epoch. */
export const isLost = (desk: Desk): boolean => desk.lostEpoch === desk.epoch;

/** The desk after a hello on `connectionId`: an absence ends, and a declared loss costs the epoch. */
export const deskWithSocket = (
  desk: Desk | undefined,
  agentId: AgentId,
  connectionId: ConnectionId,
  now: EpochMs,
): Desk => {
  const seenUntil = now + DESK_LEASE_MS;
  const socket = { id: connectionId, since: now };
  if (desk === undefined) return { agentId, epoch: 1, sockets: [socket], seenUntil, absences: 0 };
  const { absentSince: _ended, ...rest } = desk;
  const others = desk.sockets.filter((other) => other.id !== connectionId);
  return {
    ...rest,
    epoch: isLost(desk) ? desk.epoch + 1 : desk.epoch,
    sockets: [...others, socket].slice(-SOCKETS_MAX),
    seenUntil: Math.max(desk.seenUntil, seenUntil),
  };
};

/** The desk without a socket; the last one to go begins a numbered absence. The same desk when it is not listed. */
export const deskWithoutSocket = (desk: Desk, connectionId: ConnectionId, now: EpochMs): Desk => {
  const sockets = desk.sockets.filter((socket) => socket.id !== connectionId);
  if (sockets.length === desk.sockets.length) return desk;
  if (sockets.length > 0) return { ...desk, sockets };
  return { ...desk, sockets, absences: desk.absences + 1, absentSince: now };
};

/** Whether absence `absences` still lasts and began at or before `since`: what a declaration of loss rests on. */
export const mayDeclareLost = (desk: Desk, absences: number, since: EpochMs): boolean =>
  desk.sockets.length === 0 &&
  desk.absences === absences &&
  desk.absentSince !== undefined &&
  desk.absentSince <= since;

/** The desk after a sign of life: its lease never moves back. The same desk when it has no socket. */
export const deskTouched = (desk: Desk, now: EpochMs): Desk =>
  desk.sockets.length === 0 ? desk : { ...desk, seenUntil: Math.max(desk.seenUntil, now + DESK_LEASE_MS) };

/** The desk when its lease is over at `now`: no socket counts any more, and an absence begins. The same desk when it is not over. */
export const deskExpired = (desk: Desk, now: EpochMs): Desk =>
  desk.sockets.length === 0 || desk.seenUntil > now
    ? desk
    : { ...desk, sockets: [], absences: desk.absences + 1, absentSince: now };

/** The desk once every chat has been told of the loss of `epoch`. The same desk when it was seen again meanwhile. */
export const deskTold = (desk: Desk, epoch: number): Desk =>
  desk.lostEpoch === epoch && desk.epoch === epoch ? { ...desk, toldEpoch: epoch } : desk;

/** When the desk needs a look: its lease is over, or its absence has lasted the grace. Undefined when it needs none. */
export const deskDueAt = (desk: Desk): EpochMs | undefined => {
  if (desk.sockets.length > 0) return desk.seenUntil;
  if (desk.absentSince === undefined || desk.toldEpoch === desk.epoch) return undefined;
  return desk.absentSince + DESK_GRACE_MS;
};
