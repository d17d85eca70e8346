import type { ChatFile, ChatFiles, FileKind } from './chat-files.ts';
import type { Actor, ChatEvent, FileId, Visibility } from './events.ts';
import type { Reader } from './readers.ts';

const NONE: ChatFiles = { live: {}, used: [0, 0, 0] };

/** The kind of a file that somebody adds. */
const kindOf = ({ type }: Actor, visibility: Visibility): FileKind =>
  type === 'CLIENT' ? 'C' : visibility === 'ALL' ? 'A' : 'I';

/** The file of this id, if there is one that `reader` may have (FILE-7). */
export const fileFor = (files: ChatFiles | undefined, file: FileId, reader: Reader): ChatFile | undefined => {
  const found = files !== undefined && Object.hasOwn(files.live, file) ? files.live[file] : undefined;
  return found === undefined || (found[2] === 'I' && reader.type === 'CLIENT') ? undefined : found;
};

/** The files after `event`; undefined as long as there was none. */
export const filesAfter = (files: ChatFiles | undefined, event: ChatEvent): ChatFiles | undefined => {
  switch (event.type) {
    case 'file-uploaded': {
      const { live, used } = files ?? NONE;
      const { file, sizeBytes, index, actor, visibility } = event;
      const kind = kindOf(actor, visibility);
      const [count, bytes, downloads] = used;
      return {
        live: { ...live, [file]: [index, sizeBytes, kind] },
        used: kind === 'C' ? [count + 1, bytes + sizeBytes, downloads] : used,
      };
    }
    case 'file-deleted': {
      const { live, used } = files ?? NONE;
      const { [event.file]: gone, ...left } = live;
      const [count, bytes, downloads] = used;
      const isFreed = event.freed === true && gone !== undefined;
      return { live: left, used: isFreed ? [count - 1, bytes - gone[1], downloads] : used };
    }
    case 'file-fetched': {
      const { live, used } = files ?? NONE;
      return { live, used: [used[0], used[1], used[2] + 1] };
    }
    default:
      return files;
  }
};
