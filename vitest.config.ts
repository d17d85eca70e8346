import { defineConfig } from 'vitest/config';

const CONFORMANCE = 'test/conformance/**/*.test.ts';

export default defineConfig({
  test: {
    // Other implementations of the services, given by URL, answer in their own time.
    testTimeout: process.env['DYNAMODB_ENDPOINT'] === undefined ? 20_000 : 120_000,
    hookTimeout: 60_000,
    environment: 'node',
    projects: [
      { extends: true, test: { name: 'parts', include: ['test/**/*.test.ts'], exclude: [CONFORMANCE] } },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: [CONFORMANCE],
          globalSetup: 'test/conformance/support/assembly.ts',
          // Whole stories, on machines that are busy with other tests.
          testTimeout: 60_000,
        },
      },
    ],
  },
});
