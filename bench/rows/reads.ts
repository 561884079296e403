import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../db/migrate.ts';
import { openPool } from '../../db/pool.ts';
import { startPostgres } from '../../devnet/postgres/embedded-postgres.ts';
import { type CountedRead, countReads } from '../../test/helpers/counted-reads.ts';
import { withDatabase } from '../../test/helpers/database-url.ts';
import { fillBatches } from '../../test/helpers/many-batches.ts';
import type { Line, Row } from '../tools/row.ts';

const SIZES = [10_000, 1_000_000];
/** A statement counts as if it had read so many pages in the small ledger, at least. */
const FEW = 64;

const METHOD = `What requests and steps read of ledgers of ${SIZES.map((size) => size.toLocaleString('en-GB')).join(' and ')} batches, which SQL made in bulk: a record in each batch,
one block for each, half of the records of one party, half of them with the same source. Counted are the pages of tables and indexes (8 KiB each) that PostgreSQL
looked at for each statement, wherever they were, from its plan with \`explain (analyze, buffers)\` or while it ran, whichever is more. Nothing else is
measured, so that the figures are the same on other machines. \`test/db/constant-reads.test.ts\` compares two smaller ledgers.`;

/** Counts the pages that statements read in ledgers of two sizes. */
export async function measureRow(): Promise<Row> {
  const dataDir = await mkdtemp(join(tmpdir(), 'carbon-ledger-bench-'));
  const postgres = await startPostgres({ dataDir });
  try {
    const [small, large] = [
      await readLedger(postgres.url, SIZES[0]!),
      await readLedger(postgres.url, SIZES[1]!),
    ];
    return render(small, large);
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true });
  }
}

async function readLedger(serverUrl: string, count: number): Promise<CountedRead[]> {
  const name = `batches_${count}`;
  const admin = openPool(serverUrl, { max: 1 });
  const pool = openPool(withDatabase(serverUrl, name), { max: 4 });
  try {
    await admin.query(`create database ${name}`);
    await migrate(pool);
    return await countReads(pool, await fillBatches(pool, count));
  } finally {
    await pool.end();
    await admin.end();
  }
}

/** The statements of one request or step, in both ledgers. */
interface Compared {
  readonly what: string;
  readonly count: number;
  readonly small: number;
  readonly large: number;
  /** The largest ratio of one statement. */
  readonly growth: number;
}

const FILTERED = 'GET /v1/records?';

function render(small: readonly CountedRead[], large: readonly CountedRead[]): Row {
  const compared = large.map(({ what, statements }, at): Compared => {
    const before = small[at]!.statements;
    const growth = statements.map(({ buffers }, index) => buffers / Math.max(FEW, before[index]!.buffers));
    return {
      what,
      count: statements.length,
      small: sum(before),
      large: sum(statements),
      growth: Math.max(...growth),
    };
  });
  const filtered = compared.filter(({ what }) => what.startsWith(FILTERED));
  const shown = [...compared.filter(({ what }) => !what.startsWith(FILTERED)), ...choose(filtered)];
  const cell = (value: number): string => value.toLocaleString('en-GB');
  return {
    title: 'Reads of a ledger of 1,000,000 batches',
    method: METHOD,
    head: ['', 'statements', ...SIZES.map((size) => `pages, ${size.toLocaleString('en-GB')} batches`)],
    lines: shown.map(({ what, count, small: few, large: many }): Line => [
      what,
      cell(count),
      cell(few),
      cell(many),
    ]),
    goals: [
      {
        what: `the most that one statement grew, from at least ${FEW} pages`,
        ratio: Math.max(...compared.map(({ growth }) => growth)),
        goal: 1.5,
        sense: 'at most',
      },
    ],
    notes: [
      `Of the lists of records with ${cell(filtered.length)} combinations of filters and cursors, the ones that read the most and the least, and those with one filter, are shown. Where a
source is combined with a party or a subject, no index has both: a request then looks at 2,000 records, and its answer says where to go on.`,
      'An index of a hundred times as many rows is one level deeper, so that a look-up of one row reads one page more. What waits and what was rejected is counted anew by each `/metrics`: that grows with their number, ten of each here.',
    ],
  };
}

function sum(statements: CountedRead['statements']): number {
  return statements.reduce((total, { buffers }) => total + buffers, 0);
}

/** The lists with one filter or none, and those that read the most and the least. */
function choose(filtered: readonly Compared[]): Compared[] {
  const bySize = filtered.toSorted((a, b) => b.large - a.large);
  const single = filtered.filter(({ what }) => !what.includes('&') && !what.includes('cursor='));
  return [...new Set([bySize[0]!, ...single, bySize.at(-1)!])];
}
