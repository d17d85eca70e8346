import { randomUUID } from 'node:crypto';
import type { AwsResponse } from '../contracts.ts';
import { AwsError } from '../protocols/aws-error.ts';

/** An element of an answer: text, or elements below it; a list repeats the element. */
export type XmlValue = string | number | boolean | readonly XmlValue[] | { readonly [name: string]: XmlValue };

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Writes elements in order. */
export function toXml(name: string, value: XmlValue): string {
  if (Array.isArray(value)) return value.map((one: XmlValue) => toXml(name, one)).join('');
  if (typeof value === 'object') {
    const inner = Object.entries(value).map(([child, below]) => toXml(child, below));
    return `<${name}>${inner.join('')}</${name}>`;
  }
  return `<${name}>${String(value).replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? '')}</${name}>`;
}

/** A document as S3 sends it. */
export function xmlResponse(status: number, root: string, value: XmlValue): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': randomUUID() },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(root, value)}`,
  };
}

/** An error as S3 sends it; the answer to HEAD has no body, so its status alone tells what went wrong. */
export function errorResponse(method: string, { code, status, message }: AwsError): AwsResponse {
  const answer = xmlResponse(status, 'Error', { Code: code, Message: message, RequestId: randomUUID() });
  return method === 'HEAD' ? { status, headers: answer.headers ?? {} } : answer;
}

/** "No": whoever asks may not. */
export function accessDenied(message = 'Access Denied'): AwsError {
  return new AwsError('AccessDenied', message, 403);
}
