/** The version of the native protocol that this code speaks; a hello with another is refused with `unsupported-version`. */
export const PROTOCOL_VERSION = 1;
