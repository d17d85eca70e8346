/** Blocks of a document that a program writes, between two comments that a reader of the page does not see. */

const BLOCK = /^(<!-- generated:([a-z][a-z0-9-]*) -->\n)([\s\S]*?)^(<!-- \/generated -->)$/gm;

/** Writes what stands in one kind of block: Markdown, in the same words for the same code. */
export interface Generator {
  /** The name in the opening comment, in kebab case. */
  readonly name: string;
  generate(): string | Promise<string>;
}

/** The names of the blocks in a document, in their order. */
export function blockNames(text: string): string[] {
  return [...text.matchAll(BLOCK)].map((match) => match[2] ?? '');
}

/** The document with each block's content taken from `contents`. A block that nothing generates is an error. */
export function fillBlocks(text: string, contents: ReadonlyMap<string, string>): string {
  return text.replaceAll(BLOCK, (_whole, opening: string, name: string, _old: string, closing: string) => {
    const content = contents.get(name);
    if (content === undefined) throw new Error(`no generator is called ${name}`);
    return `${opening}\n${content.trim()}\n\n${closing}`;
  });
}
