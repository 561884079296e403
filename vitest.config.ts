import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/file-order.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup-properties.ts'],
    pool: 'forks',
    // One more than the processors of a small machine: many files wait for a chain or a time, and meanwhile others compute.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // A test hangs if it takes this long: with three workers on two processors each has less of them.
    testTimeout: 45_000,
    hookTimeout: 90_000,
    teardownTimeout: 60_000,
  },
});
