/** The longest name of a file, in characters, ending included. */
export const FILE_NAME_CHARS_MAX = 100;

/** Characters that no name of a file may have: controls, and those that turn the direction of what follows. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** Folders, and what other systems give a meaning to. */
const SPECIAL = /[\\/:*?"<>|]/g;

/**
 * A name that every system takes and that shows what it is: the last part of a path, without hidden or special characters, never
 * a dot-file, at most 100 characters of which the ending stays. `file` when nothing is left (FILE-5).
 */
export const safeFileName = (name: string): string => {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replaceAll(HIDDEN, '')
    .normalize('NFC')
    .replaceAll(SPECIAL, '_')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '');
  const characters = [...plain];
  if (characters.length <= FILE_NAME_CHARS_MAX) return plain === '' ? 'file' : plain;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(plain)?.[0] ?? '';
  const beginning = characters.slice(0, FILE_NAME_CHARS_MAX - ending.length).join('');
  return beginning.replace(/[. ]+$/, '') + ending;
};

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** The header that makes a browser store the file under its name and never show it (RFC 6266, RFC 8187). */
export const dispositionOf = (name: string): string => {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, percent);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
};
