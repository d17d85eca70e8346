import type { SocketContext } from './world.ts';

/** Why the platform runs a function. */
export type Cause =
  | { readonly what: 'frame'; readonly context: SocketContext; readonly text: string }
  | { readonly what: 'disconnect'; readonly context: SocketContext; readonly connectionId: string }
  | { readonly what: 'request'; readonly routeKey: string }
  | { readonly what: 'record'; readonly index: number }
  | { readonly what: 'retry'; readonly index: number; readonly effect: number }
  | { readonly what: 'wake-up'; readonly number: number; readonly messageId: string }
  | { readonly what: 'tick' };
