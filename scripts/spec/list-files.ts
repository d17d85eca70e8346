import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Paths of all files below `folders` that end in `suffix`, sorted; a folder that does not exist has none. */
export async function listFiles(folders: readonly string[], suffix: string): Promise<string[]> {
  const lists = await Promise.all(folders.map((folder) => filesBelow(folder)));
  return lists
    .flat()
    .filter((path) => path.endsWith(suffix))
    .sort();
}

async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
