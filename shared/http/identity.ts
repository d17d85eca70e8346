import { ADMINISTRATORS } from '../config/groups.ts';
import { NICKNAME_CHARS_MAX } from '../protocol/index.ts';
import type { HttpRequest } from './http-event.ts';

/** Who an identity token speaks for. */
export interface Person {
  readonly id: string;
  /** What customers are shown: never an address. */
  readonly nickname: string;
  /** What administrators are shown. */
  readonly label: string;
  readonly isAdministrator: boolean;
}

/**
 * The role, or user, that signed a workflow's request; the HTTP API has checked the signature and asked IAM already. A role's id
 * stays the same from session to session and is never used again. Undefined when nobody signed.
 */
export const principalOf = ({ callerId }: HttpRequest): string | undefined =>
  /^[A-Za-z0-9_-]{1,64}(?=:|$)/.exec(callerId ?? '')?.[0];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The HTTP API hands a list of groups over as `[first second]`; a group's name has no blanks. */
const groupsIn = (claim: unknown): readonly string[] => text(claim).replace(/^\[/, '').replace(/\]$/, '').split(' ');

/** Who the identity token speaks for; the HTTP API has checked it already. Undefined when it names nobody. */
export const personOf = ({ claims }: HttpRequest): Person | undefined => {
  const id = text(claims?.['sub']);
  if (id === '' || id.length > 64) return undefined;
  const [name, username] = [text(claims?.['name']), text(claims?.['cognito:username'])];
  const isAdministrator = groupsIn(claims?.['cognito:groups']).includes(ADMINISTRATORS);
  return {
    id,
    nickname: (name || username || 'Agent').slice(0, NICKNAME_CHARS_MAX),
    label: (name || text(claims?.['email']) || username || id).slice(0, NICKNAME_CHARS_MAX),
    isAdministrator,
  };
};
