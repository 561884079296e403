import { relative, resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst, OWN_WORKER, SHARED_WORKER } from './test/file-order.ts';

export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup-properties.ts'],
    pool: 'forks',
    // Three more than the processors of a small machine: many files wait for a chain or a time, and meanwhile others compute. With seven, the
    // same tests took an eighth more processor time.
    maxWorkers: 5,
    sequence: { sequencer: LongestFirst },
    // What tests recorded of the behaviour from outside is in one folder.
    resolveSnapshotPath: (file, extension) =>
      resolve('test/behaviour', `${relative('test', file).replace('.test.ts', '')}${extension}`),
    // A test hangs if it takes this long: with five workers on two processors each has less of them.
    testTimeout: 45_000,
    hookTimeout: 90_000,
    teardownTimeout: 60_000,
    // What is waited for comes late on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      { test: { name: 'own', ...OWN_WORKER } },
      // To start a worker and load the rooms costs half a second: files that leave nothing behind share theirs.
      { test: { name: 'shared', ...SHARED_WORKER, isolate: false, restoreMocks: true, unstubGlobals: true } },
    ],
  },
});
