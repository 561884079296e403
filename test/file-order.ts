import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The longest files, which start first, so that no worker is alone with one in the end. Files that mostly wait for a chain or a
 * time stand between those that compute.
 */
const LONGEST = [
  'e2e/npm-start',
  'endurance/silenced',
  'web/portal',
  'e2e/tours',
  'operate',
  'bench/million',
  'endurance/killed',
  'tooling/check',
  'server/http/slow-clients',
  'server/intake/intake',
  'devnet/block-maker',
  'devnet/postgres-places',
  'library/package',
  'db/session-limits',
  'scripts/production',
  'endurance/reorganised',
  'indexer/index-chain',
  'server/http/locked-table',
  'server/http/bulk',
  'endurance/forgetful',
  'devnet/embedded-postgres',
].map((name) => `test/${name}.test.ts`);

/** Starts the longest files first, and the others after them in the order of vitest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const nameOf = ({ moduleId }: TestSpecification): string => relative(this.ctx.config.root, moduleId);
    const sorted = await super.sort(files);
    const longest = LONGEST.flatMap((name) => sorted.filter((file) => nameOf(file) === name));
    return [...longest, ...sorted.filter((file) => !longest.includes(file))];
  }
}
