import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The longest files, which start first, so that no worker is alone with one in the end. Files that mostly wait for a chain or a
 * time stand between those that compute.
 */
const LONGEST = [
  'web/portal',
  'e2e/npm-start',
  'operate',
  'e2e/tours',
  'endurance/interrupted',
  'library/package',
  'indexer/index-chain',
  'endurance/reorganised',
  'server/anchoring/anchorer',
  'server/http/slow-clients',
  'server/publication/publish',
  'devnet/postgres-places',
  'endurance/endpoints',
  'devnet/block-maker',
  'scripts/deploy',
  'tooling/check',
  'server/intake/intake',
  'operator/reconcile',
  'endurance/whole-ledger-check',
  'server/sealing/sealer',
  'operator/main',
  'devnet/reperform',
  'operator/restore',
  'browser/client',
  'indexer/read-again',
  'server/main',
  'server/http/bulk',
  'endurance/rate-limit',
  'db/session-limits',
  'server/http/locked-table',
  'endurance/forgetful',
  'devnet/embedded-postgres',
].map((name) => `test/${name}.test.ts`);

/**
 * Other files that have a worker of their own: they change their process or measure it, or run a whole ledger or a build in it. All others
 * leave nothing behind in it.
 */
const ALONE = [
  'bench/bench-tools',
  'devnet/local-{chain,stack}',
  'e2e/newcomer',
  'endurance/{clock,delayed,document,endpoints-forked,missed-event,reorganised-registry}',
  'indexer/{killed-chain,main}',
  'server/http/{listeners,slow-reads}',
  'server/webhooks/hostile-receiver',
  'web/{list-reads,pool-work,screenshots,verify-file}',
].map((name) => `test/${name}.test.ts`);

const OWN = [...LONGEST, ...ALONE];

/** Which files share workers, and which have one of their own each. */
export const SHARED_WORKER = { include: ['test/**/*.test.ts'], exclude: OWN };
export const OWN_WORKER = { include: OWN };

/** Starts the longest files first, then the others: those that share workers last, one after the other, because a worker ends before another file. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const nameOf = ({ moduleId }: TestSpecification): string => relative(this.ctx.config.root, moduleId);
    const sorted = await super.sort(files);
    const longest = LONGEST.flatMap((name) => sorted.filter((file) => nameOf(file) === name));
    const others = sorted.filter((file) => !longest.includes(file));
    const shares = ({ project }: TestSpecification): boolean => project.name === 'shared';
    return [...longest, ...others.filter((file) => !shares(file)), ...others.filter(shares)];
  }
}
