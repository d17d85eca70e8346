/** Facts in prose that a program can check: relative links lead to files, and commands exist. */

export interface Project {
  /** Path relative to the project's root. */
  exists(path: string): boolean;
  readonly scripts: ReadonlySet<string>;
}

const LINK = /\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g;
const COMMAND = /\bnpm run ([a-z][a-z0-9:-]*)/g;
const SHORT_COMMAND = /\bnpm (start|test)\b/g;

/** What is wrong in a document, one sentence each, without the document's name. */
export function brokenReferences(file: string, text: string, project: Project): string[] {
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
  const links = [...text.matchAll(LINK)].map((match) => match[1] ?? '').filter((target) => !/^[a-z]+:/.test(target));
  const commands = [...text.matchAll(COMMAND), ...text.matchAll(SHORT_COMMAND)].map((match) => match[1] ?? '');
  return [
    ...links
      .filter((target) => !project.exists(target.startsWith('/') ? target.slice(1) : joinPath(folder, target)))
      .map((target) => `links to ${target}, which does not exist`),
    ...commands
      .filter((name) => !project.scripts.has(name))
      .map((name) => `names the npm script ${name}, which does not exist`),
  ];
}

function joinPath(folder: string, target: string): string {
  const parts: string[] = folder === '' ? [] : folder.split('/');
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
