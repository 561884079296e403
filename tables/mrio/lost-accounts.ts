import * as z from 'zod';
import { DatasetRefused } from '../table-problem.ts';

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
const CELL_MATRICES: Readonly<Record<string, string>> = {
  'intermediate-flow': 'Z',
  'final-demand': 'Y',
  'sector-stressor': 'F',
  'demand-stressor': 'F_Y',
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
    const matrix = cell === undefined ? undefined : CELL_MATRICES[cell.row];
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
 * Returns the accounts that the version before has and this one lacks, all of which are accepted. A name is accepted with its kind, as
 * `stressor/CO2`, or alone.
 * @throws DatasetRefused `lost-account` with all others
 */
export function checkLostAccounts(
  file: string,
  before: Entries,
  accounts: ReadonlySet<string>,
  accepted: readonly string[],
): string[] {
  const lost = [...listAccounts(before)].filter((account) => !accounts.has(account));
  const isAccepted = (account: string): boolean =>
    accepted.includes(account) || accepted.includes(account.slice(account.indexOf('/') + 1));
  const refused = lost.filter((account) => !isAccepted(account));
  if (refused.length === 0) {
    checkAccepted(file, lost, accepted);
    return lost;
  }
  throw new DatasetRefused(
    file,
    refused.map((account) => ({
      ...{ code: 'lost-account' as const, row: null, key: null, column: account },
      message: `the last version had ${account}, and this table has not: accept it with --accept-missing "${account}"`,
    })),
  );
}

/** A name that is accepted and not missing is likely a wrong one. */
function checkAccepted(file: string, lost: readonly string[], accepted: readonly string[]): void {
  const names = new Set(lost.flatMap((account) => [account, account.slice(account.indexOf('/') + 1)]));
  const wrong = accepted.find((name) => !names.has(name));
  if (wrong === undefined) return;
  const place = { code: 'lost-account' as const, row: null, key: null, column: wrong };
  throw new DatasetRefused(file, [{ ...place, message: `"${wrong}" is not missing: do not accept it` }]);
}
