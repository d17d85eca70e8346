import type { EpochMs } from './events.ts';

/** A snapshot rides on every K-th event, so that a load of K items always suffices (LOG-2). */
export const SNAPSHOT_EVERY = 8;

/** How many accepted commands the state remembers (CMD-3). */
export const ACCEPTED_MAX = 32;

export const SOCKETS_MAX = 8;
export const AGENTS_MAX = 16;
export const ARMINGS_MAX = 4;

/** Files in one chat, whoever added them, so that the state stays small (FILE-3). */
export const FILES_MAX = 100;

/** The largest file of an agent, whom no option limits. */
export const AGENT_FILE_BYTES_MAX = 104_857_600;

/** An event as it goes out is never larger than this (BND-1). */
export const EVENT_BYTES_MAX = 32_768;

/** The encoded state is never larger than this (BND-2). */
export const STATE_BYTES_MAX = 24_576;

/** How many milliseconds' worth of commands an author may make at once after a rest (LIM-1). */
export const BURST_MS: EpochMs = 10_000;

/** Typing that counts as activity is put into the log at most this often, while it changes nothing else (IDLE-10). */
export const TYPING_NOTED_MS: EpochMs = 30_000;

/** A wake-up or function may be this late before anything is called lost. */
export const SLIP_MS: EpochMs = 120_000;

/** No socket of API Gateway lives longer than two hours; ten minutes more and it is certainly gone (PRES-2). */
export const LEASE_MS: EpochMs = 130 * 60_000;

/** How long a desk counts as present after its last sign of life: two pings of a hidden page, and some. */
export const DESK_LEASE_MS: EpochMs = 20 * 60_000;

/** How long a desk may be away before it is lost: a reload is not an accident (AGENT-6). */
export const DESK_GRACE_MS: EpochMs = 60_000;
