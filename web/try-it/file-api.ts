import { HttpRefusal, requestJson } from '../client/browser.ts';
import type { FilePlace, UploadPorts } from './upload.ts';

/** An upload as this browser makes it. */
export const browserUpload = ({ bearer }: Pick<FilePlace, 'bearer'>): UploadPorts => ({
  ask: (url, body) => requestJson('POST', url, { bearer, body }),
  send: (url, form, onProgress) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
      request.addEventListener('load', () => {
        if (request.status < 300) resolve();
        else reject(new Error(`The store did not take the file (${request.status}).`));
      });
      request.addEventListener('error', () => reject(new Error('The store cannot be reached.')));
      request.open('POST', url);
      request.send(form);
    }),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  isFinal: (error) => error instanceof HttpRefusal && error.final && error.code !== 'catch-up-first',
});

/** Asks for a file's address and has the browser store what is there. */
export const downloadFile = async ({ base, bearer }: FilePlace, fileId: string): Promise<void> => {
  const answer = await requestJson('POST', `${base}/${fileId}/download`, { bearer, body: {} });
  const url = typeof answer === 'object' && answer !== null && 'url' in answer ? answer.url : undefined;
  if (typeof url !== 'string') throw new TypeError('The server answered something else than an address.');
  const link = document.createElement('a');
  link.href = url;
  link.rel = 'noreferrer';
  link.click();
};

/** Takes a file away, for everybody. */
export const deleteFile = async ({ base, bearer, seen }: FilePlace, fileId: string): Promise<void> => {
  await requestJson('POST', `${base}/${fileId}/delete`, { bearer, body: { seen: seen() } });
};
