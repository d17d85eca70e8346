import { createSign, sign as signText } from 'node:crypto';

/** A service account of Firebase, as its JSON key file names it. */
export interface FcmCredentials {
  readonly projectId: string;
  readonly clientEmail: string;
  readonly privateKey: string;
}

/** A token key of Apple, and the app that it is for. */
export interface ApnsCredentials {
  readonly keyId: string;
  readonly teamId: string;
  readonly topic: string;
  readonly privateKey: string;
  /** Development builds of an app are reached through Apple's sandbox. */
  readonly sandbox: boolean;
}

/** What is configured for mobile providers. */
export interface MobileCredentials {
  readonly fcm?: FcmCredentials;
  readonly apns?: ApnsCredentials;
}

/** Where the credentials are kept. */
export type CredentialSource = () => Promise<MobileCredentials>;

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const textIn = (value: unknown, name: string): string => {
  const text = memberOf(value, name);
  return typeof text === 'string' ? text : '';
};

const fcmFrom = (value: unknown): Pick<MobileCredentials, 'fcm'> => {
  const [projectId, clientEmail] = [textIn(value, 'project_id'), textIn(value, 'client_email')];
  const privateKey = textIn(value, 'private_key');
  return [projectId, clientEmail, privateKey].includes('') ? {} : { fcm: { projectId, clientEmail, privateKey } };
};

const apnsFrom = (value: unknown): Pick<MobileCredentials, 'apns'> => {
  const [keyId, teamId] = [textIn(value, 'keyId'), textIn(value, 'teamId')];
  const [topic, privateKey] = [textIn(value, 'topic'), textIn(value, 'privateKey')];
  const sandbox = memberOf(value, 'sandbox') === true;
  return [keyId, teamId, topic, privateKey].includes('') ? {} : { apns: { keyId, teamId, topic, privateKey, sandbox } };
};

/**
 * The credentials in the secret of push keys: `fcm` is a service account's key file as Google hands it out, `apns` has
 * `keyId`, `teamId`, `topic`, `privateKey` and maybe `sandbox`. What is missing or incomplete is left out.
 */
export const mobileCredentialsFrom = (secret: object): MobileCredentials => ({
  ...fcmFrom(Reflect.get(secret, 'fcm')),
  ...apnsFrom(Reflect.get(secret, 'apns')),
});

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The signed claim with which a service account asks for an access token (RFC 7523). */
export const fcmAssertion = ({ clientEmail, privateKey }: FcmCredentials, tokenUrl: string, nowSec: number): string => {
  const claims = {
    iss: clientEmail,
    scope: 'https://www.googleapis.com/auth/firebase.messaging',
    aud: tokenUrl,
    iat: nowSec,
    exp: nowSec + 3_600,
  };
  const text = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
};

/** Apple's provider token: good for an hour, and not to be made anew more often than every twenty minutes. */
export const apnsToken = ({ keyId, teamId, privateKey }: ApnsCredentials, nowSec: number): string => {
  const text = `${encoded({ alg: 'ES256', kid: keyId })}.${encoded({ iss: teamId, iat: nowSec })}`;
  const signature = signText('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
};
