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

/** Folders whose files are pure, or leave nothing behind in their process. */
const CLEAN = [
  'agents',
  'chain',
  'cli',
  'client',
  'contracts',
  'core',
  'engine',
  'golden',
  'jobs',
  'mcp',
  'pictures',
  'tables',
];
/** Such files of other folders. */
const CLEAN_FILES = [
  '{contributing,readme,security-page,spec-pages}',
  'devnet/{inventory,screen,steelworks}',
  'indexer/head-clock',
  'recorded-home/proofs',
  'runtime/{lasting,loop,repeats}',
  'scripts/{installed-size,released-engines,test-report}',
  'tooling/{check-words,rooms,row-type-lists}',
  // The others start early, or start and kill processes.
  'db/**/!(session-limits)',
  'server/**/!(anchorer|bulk|intake|killed|locked-table|main|page|publish|sealer|slow-clients)',
];
const SHARED = [
  ...CLEAN.map((folder) => `test/${folder}/**/*.test.ts`),
  ...CLEAN_FILES.map((name) => `test/${name}.test.ts`),
  // The others start a browser, a ledger or a server.
  'test/web/!(portal|screenshots|long-list|list-reads|verify-file).test.ts',
];

/** Which files share workers, and which have one of their own each. */
export const SHARED_WORKER = { include: SHARED };
export const OWN_WORKER = { include: ['test/**/*.test.ts'], exclude: SHARED };

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
