/** In the bucket of reports, everything below this is a row of a chat: the function writes there, and the table reads there. */
export const FACTS_PREFIX = 'facts/';
