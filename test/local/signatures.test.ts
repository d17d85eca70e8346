import { describe, expect, it } from 'vitest';
import { createCredentialBook, parseSignature } from '../../local/endpoint/credentials.ts';

const nothing = { authorization: undefined, query: new URLSearchParams(), body: Buffer.alloc(0) };
const found = { accessKeyId: 'LOCALx0', signingName: 's3' };
const credential = 'LOCALx0/20300101/us-east-1/s3/aws4_request';

describe('whose key signed a request', () => {
  it('stands in the header', () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=00`;
    expect(parseSignature({ ...nothing, authorization })).toEqual(found);
  });

  it('stands in the query of a presigned URL', () => {
    expect(parseSignature({ ...nothing, query: new URLSearchParams({ 'X-Amz-Credential': credential }) })).toEqual(
      found,
    );
  });

  it('stands in a field of a form, whatever comes before it', async () => {
    const data = new FormData();
    data.append('key', 'a');
    data.append('X-Amz-Credential', credential);
    data.append('file', new Blob(['x']), 'x');
    const body = Buffer.from(await new Response(data).arrayBuffer());
    expect(parseSignature({ ...nothing, body })).toEqual(found);
  });

  it.each(['', 'LOCALx0', 'LOCALx0/20300101/us-east-1/s3', 'a/b/20300101/us-east-1/s3/aws4_request'])(
    'does not stand in %j',
    (text) => {
      expect(parseSignature({ ...nothing, query: new URLSearchParams({ 'X-Amz-Credential': text }) })).toBeUndefined();
    },
  );

  it('has a secret that only its own key names', () => {
    const book = createCredentialBook();
    const key = book.issue('Http', 'arn:role');
    expect(book.secretOf(key.accessKeyId)).toBe(key.secretAccessKey);
    expect(book.secretOf('LOCALHttp1')).toBeUndefined();
  });
});
