import type { Accepted, Session } from './session.ts';

/**
 * The state as it rides on every K-th event. Command ids are grouped by author, because the window is the largest part of
 * the state and an agent's id in it would repeat up to 32 times.
 */
type Encoded = Omit<Session, 'accepted'> & { readonly accepted: Readonly<Record<string, string>> };

const split = (id: string): [author: string, own: string] => {
  const cut = id.lastIndexOf('/');
  return [id.slice(0, cut), id.slice(cut + 1)];
};

const encodeAccepted = (accepted: readonly Accepted[]): Record<string, string> => {
  const byAuthor: Record<string, string> = {};
  for (const { id, index } of accepted) {
    const [author, own] = split(id);
    const pair = `${own} ${index}`;
    const pairs = byAuthor[author];
    byAuthor[author] = pairs === undefined ? pair : `${pairs} ${pair}`;
  }
  return byAuthor;
};

const decodeAccepted = (byAuthor: Readonly<Record<string, string>>): Accepted[] => {
  const accepted: Accepted[] = [];
  for (const [author, pairs] of Object.entries(byAuthor)) {
    const words = pairs.split(' ');
    for (let i = 0; i < words.length; i += 2) {
      accepted.push({ id: `${author}/${String(words[i])}`, index: Number(words[i + 1]) });
    }
  }
  return accepted.sort((a, b) => a.index - b.index);
};

/** The newest schema version of states that this code reads. Code that meets a higher one does not decide (SKEW-1). */
export const STATE_VERSION = 5;

/** The version that `state` asks of its readers: one that older code folds rightly stays at version 1 (SKEW-4). */
export const stateVersionOf = (state: Session): number => {
  if (state.customer.unseen !== undefined) return 5;
  if (state.files !== undefined) return 4;
  if (state.periods.regular !== undefined) return 3;
  return state.placed === undefined && state.userData === undefined && state.customer.subscription === undefined
    ? 1
    : 2;
};

/** The snapshot's text: JSON, with the window of accepted commands in short. */
export const encodeSession = (state: Session): string =>
  JSON.stringify({ ...state, accepted: encodeAccepted(state.accepted) });

/** The inverse of `encodeSession`: `decodeSession(encodeSession(state))` equals `state`. */
export const decodeSession = (text: string): Session => {
  const encoded = JSON.parse(text) as Encoded;
  return { ...encoded, accepted: decodeAccepted(encoded.accepted) };
};
