import type { AgentId, ConnectionId, EpochMs } from './events.ts';
import { SOCKETS_MAX } from './limits.ts';

/** An agent's desks: the sockets it has open, kept once per agent. */
export interface Desk {
  readonly agentId: AgentId;
  /** Raised by a hello after the desk was declared lost. Starts at 1. */
  readonly epoch: number;
  readonly sockets: readonly { readonly id: ConnectionId; readonly since: EpochMs }[];
  /** Counts the times that the last socket went. */
  readonly absences: number;
  /** When the current absence began; undefined while a socket is there. */
  readonly absentSince?: EpochMs;
  /** The epoch for which the desk was declared lost, if it was. */
  readonly lostEpoch?: number;
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
  if (desk === undefined) return { agentId, epoch: 1, sockets: [{ id: connectionId, since: now }], absences: 0 };
  const { absentSince: _ended, ...rest } = desk;
  const others = desk.sockets.filter((socket) => socket.id !== connectionId);
  return {
    ...rest,
    epoch: isLost(desk) ? desk.epoch + 1 : desk.epoch,
    sockets: [...others, { id: connectionId, since: now }].slice(-SOCKETS_MAX),
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
