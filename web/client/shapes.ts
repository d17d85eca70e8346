/** What text from elsewhere turns out to be: only as much is asked as the library needs. */

/** An object whose members are not known. */
export type Loose = Readonly<Record<string, unknown>>;

/** Whether a value has members. */
export const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** Whether a value is a string. */
export const isText = (value: unknown): value is string => typeof value === 'string';

/** Whether a value is a number. */
export const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Whether a value is a list of what `check` takes. */
export const isListOf = (value: unknown, check: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(check);

/** The value of a JSON text; undefined for text that is none. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
