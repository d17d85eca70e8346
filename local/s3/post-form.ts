import { AwsError } from '../protocols/aws-error.ts';

/** A form as a browser sends it to S3. */
export interface PostForm {
  /** By lower-case name; what follows the file is ignored, as by S3. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Buffer;
  readonly fileName: string;
}

const malformed = (): AwsError =>
  new AwsError('MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.');

/**
 * Reads `multipart/form-data` (RFC 7578).
 * @throws AwsError when it is something else, or brings no file.
 */
export function readPostForm(contentType: string, body: Buffer): PostForm {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) throw malformed();
  const fields = new Map<string, string>();
  for (const { name, fileName, content } of parts(body, boundary)) {
    if (name === 'file') return { fields, file: content, fileName: fileName ?? '' };
    fields.set(name.toLowerCase(), content.toString('utf8'));
  }
  throw new AwsError('InvalidArgument', 'POST requires exactly one file upload per request.');
}

function* parts(body: Buffer, boundary: string): Generator<{ name: string; fileName?: string; content: Buffer }> {
  const separator = Buffer.from(`\r\n--${boundary}`);
  // The first boundary has no line break before it.
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  let at = whole.indexOf(separator);
  while (at !== -1) {
    const start = at + separator.length;
    if (whole.subarray(start, start + 2).toString() === '--') return;
    const next = whole.indexOf(separator, start);
    const headEnd = whole.indexOf('\r\n\r\n', start);
    if (next === -1 || headEnd === -1 || headEnd > next) throw malformed();
    const disposition = whole.subarray(start, headEnd).toString('utf8');
    const name = /[;\s]name="([^"]*)"/i.exec(disposition)?.[1];
    if (name === undefined) throw malformed();
    const fileName = /[;\s]filename="([^"]*)"/i.exec(disposition)?.[1];
    yield { name, content: whole.subarray(headEnd + 4, next), ...(fileName === undefined ? {} : { fileName }) };
    at = next;
  }
}
