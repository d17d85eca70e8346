import { defineConfig } from 'vitest/config';

/** What a mutant of the core has to survive: see the entries. */
export default defineConfig({
  // How long is too long is Stryker's to say: a test that is slow on a busy machine has found nothing.
  test: { environment: 'node', include: ['test/mutation/core.entry.ts'], testTimeout: 600_000 },
});
