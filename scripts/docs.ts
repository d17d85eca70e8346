/**
 * `npm run docs`: writes the generated blocks of the documents and the schemas of the bus; with --check compares, and looks for
 * broken references.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as prettier from 'prettier';
import * as v from 'valibot';
import { type Generator, blockNames, fillBlocks } from './docs/blocks.ts';
import { busEventFiles } from './docs/bus-events.ts';
import { generators } from './docs/generators.ts';
import { brokenReferences } from './docs/references.ts';
import { listFiles } from './spec/list-files.ts';

const Package = v.object({ scripts: v.record(v.string(), v.string()) });

async function readDocuments(): Promise<Map<string, string>> {
  const top = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].filter((file) => existsSync(file));
  const files = [...top, ...(await listFiles(['docs'], '.md'))];
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)));
}

/** Generated Markdown is written as prettier would, so that writing and formatting never take turns. */
async function contentsOf(list: readonly Generator[]): Promise<Map<string, string>> {
  const options = { ...(await prettier.resolveConfig('README.md')), parser: 'markdown' };
  const entries = list.map(async (generator): Promise<[string, string]> => {
    return [generator.name, await prettier.format(await generator.generate(), options)];
  });
  return new Map(await Promise.all(entries));
}

function problemsOf(documents: ReadonlyMap<string, string>, scripts: readonly string[]): string[] {
  const used = new Set([...documents.values()].flatMap((text) => blockNames(text)));
  const idle = generators(scripts).filter((generator) => !used.has(generator.name));
  const project = { exists: existsSync, scripts: new Set(scripts) };
  return [
    ...idle.map((generator) => `no document has a block called ${generator.name}`),
    ...[...documents].flatMap(([file, text]) =>
      brokenReferences(file, text, project).map((problem) => `${file} ${problem}`),
    ),
  ];
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
  const scripts = Object.keys(v.parse(Package, JSON.parse(await readFile('package.json', 'utf8'))).scripts);
  const documents = await readDocuments();
  const contents = await contentsOf(generators(scripts));
  const problems = problemsOf(documents, scripts);
  for (const [file, text] of documents) {
    const filled = fillBlocks(text, contents);
    if (filled === text) continue;
    if (values.check === true) problems.push(`${file} is out of date; run npm run docs`);
    else await writeFile(file, filled);
  }
  for (const { path, content } of busEventFiles()) {
    const text = await prettier.format(content, { ...(await prettier.resolveConfig(path)), parser: 'json' });
    if (existsSync(path) && (await readFile(path, 'utf8')) === text) continue;
    if (values.check === true) problems.push(`${path} is out of date; run npm run docs`);
    else await writeFile(path, text);
  }
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`${documents.size} documents, ${contents.size} generators, no problems`);
}

await main().catch((error: unknown) => {
  console.error(`unable to read the documents; ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
