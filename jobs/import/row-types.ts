import { DATASET_ROWS, type DatasetName, ROW_TYPES, ROWS_OF_ALL } from '../../client/generated/row-types.ts';
import type { Entry } from '../../client/generated/openapi.ts';

type RowType = (typeof ROW_TYPES)[keyof typeof ROW_TYPES];

/** Returns what is declared of a row type; null for a name that comes from outside and is none. */
export function findRowType(type: unknown): RowType | null {
  if (typeof type !== 'string' || !Object.hasOwn(ROW_TYPES, type)) return null;
  return ROW_TYPES[type as keyof typeof ROW_TYPES];
}

/** The eight datasets. */
export const DATASET_NAMES: readonly string[] = Object.keys(DATASET_ROWS);

/** Returns the kinds of row of a dataset, with what each is; where some are activities, only these. */
export function listKinds(dataset: DatasetName): readonly (readonly [type: string, title: string])[] {
  const types: readonly string[] = DATASET_ROWS[dataset];
  const activities = types.filter(isActivity);
  return (activities.length > 0 ? activities : types).map((type) => [
    type,
    findRowType(type)?.words.en ?? '',
  ]);
}

/** Whether rows of a type are activities, which a company states about itself. */
export function isActivity(type: unknown): type is string {
  return findRowType(type)?.role === 'activity';
}

/** Returns the member of their detail that rows of a type are about; null where they are not activities. */
export function subjectOf(type: string): string | null {
  return isActivity(type) ? findRowType(type)!.subject : null;
}

/**
 * Returns which of the eight datasets entries are: the one that holds all types of their rows. Some types are in two datasets; entries of
 * such types alone are the later one. Null where the entries do not say so.
 */
export function datasetOf(entries: readonly Pick<Entry, 'detail'>[]): DatasetName | null {
  const types = new Set<string>();
  for (const { detail } of entries) {
    const type = detail?.['row'];
    if (typeof type !== 'string') return null;
    if (!IN_ALL.has(type)) types.add(type);
  }
  if (types.size === 0) return null;
  const names = Object.keys(DATASET_ROWS) as DatasetName[];
  return names.findLast((name) => types.isSubsetOf(new Set<string>(DATASET_ROWS[name]))) ?? null;
}

const IN_ALL: ReadonlySet<string> = new Set(ROWS_OF_ALL);
