import { describe, expect, it } from 'vitest';
import { sizeOf, uploadFile, type UploadPorts } from '../../web/try-it/upload.ts';

const offer = { fileId: 'cat-cat-cat-cat1', url: 'https://store.example/', fields: { key: 'k', policy: 'p' } };
const place = { base: '/chats/c/files', seen: () => 7 };
/** A refusal that stays one. */
class Refusal extends Error {}

const file = new File([new Uint8Array(10)], 'cat.png');

/** Ports that write down what is done; each request gets the next answer. */
const portsWith = (...answers: unknown[]): { ports: UploadPorts; done: unknown[] } => {
  const done: unknown[] = [];
  const ports: UploadPorts = {
    ask: (url, body) => {
      done.push([url, body]);
      const answer = answers.shift();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    send: (url, form, onProgress) => {
      done.push([url, [...form.keys()]]);
      onProgress(1);
      return Promise.resolve();
    },
    pause: (ms) => {
      done.push(ms);
      return Promise.resolve();
    },
    isFinal: (error) => error instanceof Refusal,
  };
  return { ports, done };
};

describe('an upload', () => {
  it('asks for a place, sends the file last in the form, and confirms with the position that was read', async () => {
    const { ports, done } = portsWith(offer, {});
    const shares: number[] = [];
    await uploadFile(ports, place, file, (share) => shares.push(share));
    expect(done).toEqual([
      ['/chats/c/files', { name: 'cat.png', sizeBytes: 10 }],
      ['https://store.example/', ['key', 'policy', 'file']],
      ['/chats/c/files/cat-cat-cat-cat1/confirm', { seen: 7 }],
    ]);
    expect(shares).toEqual([1]);
  });

  it('tells why a file is not taken, and sends nothing', async () => {
    const refusal = new Refusal('unable to add the file; 3 were uploaded');
    const { ports, done } = portsWith(refusal);
    await expect(uploadFile(ports, place, file, () => undefined)).rejects.toBe(refusal);
    expect(done).toHaveLength(1);
  });

  it('confirms again while there is no answer', async () => {
    const { ports, done } = portsWith(offer, new TypeError('no network'), new TypeError('no network'), {});
    await uploadFile(ports, place, file, () => undefined);
    expect(done.filter((step) => typeof step === 'number')).toEqual([1_000, 2_000]);
  });

  it('gives up when it is refused, or after four tries', async () => {
    const refused = portsWith(offer, new Refusal('bad-file-type'));
    await expect(uploadFile(refused.ports, place, file, () => undefined)).rejects.toThrow('bad-file-type');
    const silent = portsWith(offer, ...Array.from({ length: 5 }, () => new TypeError('no network')));
    await expect(uploadFile(silent.ports, place, file, () => undefined)).rejects.toThrow('no network');
    expect(silent.done.filter((step) => Array.isArray(step) && String(step[0]).endsWith('/confirm'))).toHaveLength(4);
  });

  it('does not believe an answer that is no offer', async () => {
    const { ports } = portsWith({ fileId: 1 });
    await expect(uploadFile(ports, place, file, () => undefined)).rejects.toThrow(TypeError);
  });
});

it.each([
  [0, '0 B'],
  [1_023, '1023 B'],
  [1_024, '1.0 KiB'],
  [2_097_152, '2.0 MiB'],
])('says %i bytes as %s', (bytes, text) => {
  expect(sizeOf(bytes)).toBe(text);
});
