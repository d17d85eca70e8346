declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Where the data lives and how long a table takes to be created. */
  interface DynaliteOptions {
    readonly path?: string;
    readonly createTableMs?: number;
  }

  /** An HTTP server that speaks DynamoDB; it needs no port, its `request` listener can be called. */
  function dynalite(options?: DynaliteOptions): Server;
  export = dynalite;
}
