const FIRST_MS = 500;
const LONGEST_MS = 60_000;

/**
 * How long to wait before try number `attempt` (from 0), in milliseconds: doubling from half a second to a minute, half of
 * it by chance so that a crowd that lost its sockets together does not come back together.
 */
export const backoffMs = (attempt: number, random: () => number): number => {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return Math.round((longest * (1 + random())) / 2);
};
