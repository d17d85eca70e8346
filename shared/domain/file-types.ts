/** What a file of some ending is called in HTTP, and how its bytes begin, in hexadecimal; any of several beginnings. */
interface FileType {
  readonly contentType: string;
  readonly beginnings?: readonly string[];
}

const ZIP = ['504b0304', '504b0506'];
const JPEG: FileType = { contentType: 'image/jpeg', beginnings: ['ffd8ff'] };
const OFFICE = 'application/vnd.openxmlformats-officedocument.';

/** The types known here, by the ending of a file's name. A text has no beginning of its own. */
const FILE_TYPES: ReadonlyMap<string, FileType> = new Map([
  ['bmp', { contentType: 'image/bmp', beginnings: ['424d'] }],
  ['csv', { contentType: 'text/csv' }],
  ['docx', { contentType: `${OFFICE}wordprocessingml.document`, beginnings: ZIP }],
  ['gif', { contentType: 'image/gif', beginnings: ['474946383761', '474946383961'] }],
  ['jpeg', JPEG],
  ['jpg', JPEG],
  ['pdf', { contentType: 'application/pdf', beginnings: ['255044462d'] }],
  ['png', { contentType: 'image/png', beginnings: ['89504e470d0a1a0a'] }],
  ['pptx', { contentType: `${OFFICE}presentationml.presentation`, beginnings: ZIP }],
  ['txt', { contentType: 'text/plain' }],
  ['xlsx', { contentType: `${OFFICE}spreadsheetml.sheet`, beginnings: ZIP }],
  ['zip', { contentType: 'application/zip', beginnings: ZIP }],
]);

/** Nothing that a browser would do more with than store it. */
const UNKNOWN: FileType = { contentType: 'application/octet-stream' };

/** How many of a file's first bytes tell its type. */
export const BEGINNING_BYTES = 8;

/** The ending of a file's name in lower case, without the dot; empty when there is none. */
export const endingOf = (name: string): string => /\.([a-z0-9]{1,10})$/.exec(name.toLowerCase())?.[1] ?? '';

/** The type under which a file of this name is kept: it comes from the name alone, never from what a client says (FILE-4). */
export const contentTypeOf = (name: string): string => (FILE_TYPES.get(endingOf(name)) ?? UNKNOWN).contentType;

/** Whether bytes that begin so (in hexadecimal) may be a file of this name (FILE-4). */
export const looksLike = (name: string, beginning: string): boolean => {
  const { beginnings } = FILE_TYPES.get(endingOf(name)) ?? UNKNOWN;
  return beginnings === undefined || beginnings.some((start) => beginning.startsWith(start));
};
