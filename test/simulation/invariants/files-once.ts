import type { Invariant } from './invariant.ts';

export const filesOnce: Invariant = {
  name: 'files-once',
  about: 'A file is added once and deleted once, where the answers said; none that did not arrive whole is shown.',
  check: ({ log, sharedFiles }) => {
    const broken: string[] = [];
    for (const { fileId, sizeBytes, index, deletedAt } of sharedFiles) {
      const about = log.filter((event) => 'file' in event && event.file === fileId && event.type !== 'file-fetched');
      const added = about.filter(({ type }) => type === 'file-uploaded');
      const gone = about.filter(({ type }) => type === 'file-deleted');
      if (added.length > 1 || gone.length > 1)
        broken.push(`${fileId} came ${added.length} and went ${gone.length} times`);
      if (index !== undefined && added[0]?.index !== index) broken.push(`${fileId} is not at ${index} as was answered`);
      if (deletedAt !== undefined && gone[0]?.index !== deletedAt)
        broken.push(`${fileId} is not deleted at ${deletedAt} as was answered`);
      const [event] = added;
      if (event?.type === 'file-uploaded' && event.sizeBytes !== sizeBytes)
        broken.push(`${fileId} is shown with ${event.sizeBytes} bytes and has ${sizeBytes}`);
    }
    return broken;
  },
};
