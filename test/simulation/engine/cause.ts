/** Whose socket it is, as the authorizer's context says it. */
type Context = Readonly<Record<string, string>>;

/** Why the platform runs a function. */
export type Cause =
  | { readonly what: 'frame'; readonly context: Context; readonly text: string }
  | { readonly what: 'disconnect'; readonly context: Context; readonly connectionId: string }
  | { readonly what: 'request'; readonly routeKey: string }
  | { readonly what: 'record'; readonly index: number }
  | { readonly what: 'retry'; readonly index: number; readonly effect: number }
  | { readonly what: 'wake-up'; readonly number: number; readonly messageId: string }
  | { readonly what: 'walk'; readonly number: number }
  | { readonly what: 'push'; readonly upTo: number }
  | { readonly what: 'report'; readonly messageId: string }
  | { readonly what: 'tick' };
