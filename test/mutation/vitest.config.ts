import { defineConfig } from 'vitest/config';

/** What a mutant of the core has to survive: see the entries. */
export default defineConfig({
  test: { environment: 'node', include: ['test/mutation/core.entry.ts'] },
});
