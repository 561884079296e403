import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The longest files, which start first, so that no worker is alone with one in the end. Files that mostly wait for a chain or a
 * time stand between those that compute.
 */
const LONGEST = [
  'web/portal',
  'operate',
  'e2e/npm-start',
  'e2e/tours',
  'endurance/interrupted',
  'indexer/index-chain',
  'library/package',
  'endurance/endpoints',
  'scripts/production',
  'endurance/reorganised',
  'server/anchoring/anchorer',
  'endurance/whole-ledger-check',
  'server/http/slow-clients',
  'tooling/check',
  'server/publication/publish',
  'devnet/block-maker',
  'jobs/replay/lying-operator',
  'server/http/bulk',
  'scripts/deploy',
  'server/sealing/sealer',
  'server/intake/intake',
  'devnet/postgres-places',
  'db/session-limits',
  'server/http/locked-table',
  'endurance/forgetful',
  'devnet/embedded-postgres',
].map((name) => `test/${name}.test.ts`);

/** Files that are pure, or leave nothing behind in their process. */
const SHARED = ['core', 'engine', 'golden', 'jobs', 'pictures', 'tables', 'cli', 'client'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

/** Which files share workers, and which have one of their own each. */
export const SHARED_WORKER = { include: SHARED };
export const OWN_WORKER = { include: ['test/**/*.test.ts'], exclude: SHARED };

/** Starts the longest files first, and the others after them in the order of vitest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const nameOf = ({ moduleId }: TestSpecification): string => relative(this.ctx.config.root, moduleId);
    const sorted = await super.sort(files);
    const longest = LONGEST.flatMap((name) => sorted.filter((file) => nameOf(file) === name));
    return [...longest, ...sorted.filter((file) => !longest.includes(file))];
  }
}
