/** What a contract suite is given: a player of the port, and the way to end what it needs. */
export interface Made<Port> {
  readonly port: Port;
  end(): Promise<void>;
}

/** Makes a fresh player; a suite calls it once. */
export type Make<Port> = () => Promise<Made<Port>>;

/** A player that needs nothing to be ended. */
export const made = <Port>(port: Port): Make<Port> => {
  return async () => ({ port, end: async () => undefined });
};

/** The player of the suite that runs. */
export const given = <Port>(current: Made<Port> | undefined): Port => {
  if (current === undefined) throw new Error('the suite has not made its player yet');
  return current.port;
};
