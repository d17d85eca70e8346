/** Something that reached the server: it has known of it at some time between the two. */
export interface Contact {
  readonly cameMs: number;
  readonly answeredMs: number;
}
