/** A module of the SDK as it is installed. */
export interface SdkModule {
  /** Absolute, with `/` between its parts. */
  readonly path: string;
  readonly source: string;
}

/** What takes the place of one or more modules of the SDK. */
export interface Replacement {
  /** Matches the paths of the modules that are replaced. */
  readonly modules: RegExp;
  /** Why a function loses nothing. */
  readonly why: string;
  /**
   * What is bundled in the place of `module`.
   * @throws Error when the module does not look as expected: a new version of the SDK, which somebody has to read.
   */
  readonly contents: (module: SdkModule) => string;
  /** What the contents are; a script if not said. */
  readonly loader?: 'json';
}

/** Matches the modules at `path` below `node_modules`; `*` stands for part of one name, `{a,b}` for one of two parts. */
export const modulesAt = (path: string): RegExp => {
  const pattern = path
    .replaceAll('.', '\\.')
    .replaceAll('/', '[\\\\/]')
    .replaceAll('*', '[^\\\\/]+')
    .replace(/\{(.*)\}/, (_braces, parts: string) => `(?:${parts.replaceAll(',', '|')})`);
  return new RegExp(`[\\\\/]node_modules[\\\\/]${pattern}$`);
};

/** The error for a module that does not look as it did. */
export const unexpected = ({ path }: SdkModule, reason: string): Error =>
  new Error(`unable to bundle ${path.replace(/^.*\/node_modules\//, '')}; ${reason}`);
