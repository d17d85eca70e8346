import { URL_CHARS_MAX } from './limits.ts';

/** An absolute http or https address without a user's name in it: whoever opens it must see where it leads. */
export const isPushable = (url: string): boolean =>
  url.length <= URL_CHARS_MAX && /^https?:\/\/[^\s\p{Cc}"<>\\`/?#@]+([/?#][^\s\p{Cc}"<>\\`]*)?$/iu.test(url);
