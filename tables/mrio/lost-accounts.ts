import * as z from 'zod';
import { findRowType } from '../../engine/rows/types/row-types.ts';
import { DatasetRefused } from '../cells/table-problem.ts';

/** What a dataset states about its accounts. Entries of other row types say nothing. */
const matrixSchema = z.looseObject({
  row: z.literal('matrix-document'),
  matrix: z.string(),
  regions: z.array(z.string()),
  sectors: z.array(z.string()),
  categories: z.array(z.string()).optional(),
  stressors: z.array(z.string()).optional(),
});
const cellSchema = z.looseObject({ row: z.string() });

/** Members of rows of cells that name an account → kind of account. */
const CELL_MEMBERS: Readonly<Record<string, string>> = {
  fromRegion: 'region',
  toRegion: 'region',
  region: 'region',
  fromSector: 'sector',
  toSector: 'sector',
  sector: 'sector',
  category: 'category',
};

type Entries = readonly { readonly detail: unknown }[];

/**
 * Returns the accounts of a table, each as `KIND/NAME`: its matrices, regions, sectors, categories of final demand, and the stressors of F
 * (`stressor`) and of F_Y (`direct-stressor`).
 */
export function listAccounts(entries: Entries): ReadonlySet<string> {
  const accounts = new Set<string>();
  const add = (kind: string, names: readonly string[] = []): void => {
    for (const name of names) accounts.add(`${kind}/${name}`);
  };
  for (const { detail } of entries) {
    const { data: document } = matrixSchema.safeParse(detail);
    if (document !== undefined) {
      add('matrix', [document.matrix]);
      add('region', document.regions);
      add('sector', document.sectors);
      add('category', document.categories);
      add(document.matrix === 'F_Y' ? 'direct-stressor' : 'stressor', document.stressors);
      continue;
    }
    const { data: cell } = cellSchema.safeParse(detail);
    const matrix = findRowType(cell?.row)?.matrix;
    if (cell === undefined || matrix === undefined) continue;
    add('matrix', [matrix]);
    for (const [member, kind] of Object.entries(CELL_MEMBERS))
      if (typeof cell[member] === 'string') add(kind, [cell[member]]);
    if (typeof cell['stressor'] === 'string')
      add(matrix === 'F_Y' ? 'direct-stressor' : 'stressor', [cell['stressor']]);
  }
  return accounts;
}

/**
 * Returns the accounts that the version before has and this one lacks. All are accepted. A name is accepted with its kind, as
 * `stressor/CO2`, or alone.
 * @throws DatasetRefused `lost-account` with all others, or with a name that is accepted and not missing
 */
export function checkLostAccounts(
  file: string,
  before: Entries,
  accounts: ReadonlySet<string>,
  accepted: readonly string[],
): string[] {
  const lost = [...listAccounts(before)].filter((account) => !accounts.has(account));
  refuse(
    file,
    lost.filter((account) => !names(account).some((name) => accepted.includes(name))),
    (account) =>
      `the last version had ${account}, and this table has not: accept it with --accept-missing "${account}"`,
  );
  const known = new Set(lost.flatMap(names));
  const wrong = accepted.filter((name) => !known.has(name));
  refuse(file, wrong, (name) => `"${name}" is not missing: do not accept it`);
  return lost;
}

/** The two ways in which an account can be accepted. */
function names(account: string): string[] {
  return [account, account.slice(account.indexOf('/') + 1)];
}

const readingSchema = z.looseObject({ row: z.literal('table-reading'), accepted: z.array(z.string()) });

/**
 * Checks a table whose entries say themselves what was accepted against the last version of its stream.
 * @throws DatasetRefused `lost-account`
 */
export function checkStatedLosses(file: string, before: Entries, entries: Entries): void {
  const accounts = listAccounts(entries);
  const accepted = new Set(
    entries.flatMap(({ detail }) => readingSchema.safeParse(detail).data?.accepted ?? []),
  );
  const lost = [...listAccounts(before)].filter(
    (account) => !accounts.has(account) && !accepted.has(account),
  );
  refuse(
    file,
    lost,
    (account) =>
      `the last version of the stream has ${account}, and this one has not: read the table again with --previous and --accept-missing "${account}"`,
  );
}

function refuse(file: string, accounts: readonly string[], explain: (account: string) => string): void {
  if (accounts.length === 0) return;
  throw new DatasetRefused(
    file,
    accounts.map((column) => ({
      ...{ code: 'lost-account' as const, row: null, key: null, column },
      message: explain(column),
    })),
  );
}
