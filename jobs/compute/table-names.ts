import type { Entry } from '../../client/generated/openapi.ts';
import { DATASET_ROWS } from '../../client/generated/row-types.ts';
import { findRowType } from '../import/row-types.ts';
import type { Span } from './needs.ts';

const TABLE_ROWS: ReadonlySet<unknown> = new Set(DATASET_ROWS.mrio);
/** Members of a detail that name a region of a table, or a sector. */
const REGIONS = ['regions', 'region', 'fromRegion', 'toRegion'];
const SECTORS = ['sectors', 'sector', 'fromSector', 'toSector'];

/** Collects from rows the regions and sectors of an input-output table, and the lists that put them into groups. */
export class TableNames {
  /** The times of the table. */
  readonly times: Span[] = [];
  readonly #regions = new Set<unknown>();
  readonly #sectors = new Set<unknown>();
  readonly #lists = new Map<string, Set<unknown>>();

  add(row: unknown, { detail, from, until }: Pick<Entry, 'detail' | 'from' | 'until'>): void {
    if (row === 'group-member') this.#addMember(detail);
    if (!TABLE_ROWS.has(row) || (row !== 'matrix-document' && findRowType(row)?.role !== 'cell')) return;
    this.times.push({ from, until });
    for (const name of REGIONS) addAll(this.#regions, detail?.[name]);
    for (const name of SECTORS) addAll(this.#sectors, detail?.[name]);
  }

  /** Returns the lists by the parameter for them: those of sectors name a sector and no region; all others are of regions. */
  listGroups(): Readonly<Record<'groups.regions' | 'groups.sectors', readonly string[]>> {
    const isOfSectors = (members: Set<unknown>): boolean =>
      !members.isDisjointFrom(this.#sectors) && members.isDisjointFrom(this.#regions);
    const lists = [...this.#lists];
    return {
      'groups.regions': lists.flatMap(([list, members]) => (isOfSectors(members) ? [] : [list])),
      'groups.sectors': lists.flatMap(([list, members]) => (isOfSectors(members) ? [list] : [])),
    };
  }

  #addMember(detail: Entry['detail']): void {
    const list = detail?.['list'];
    if (typeof list !== 'string') return;
    const members = this.#lists.get(list) ?? new Set();
    this.#lists.set(list, members.add(detail?.['member']));
  }
}

function addAll(into: Set<unknown>, value: unknown): void {
  if (Array.isArray(value)) for (const name of value) into.add(name);
  else if (value !== undefined) into.add(value);
}
