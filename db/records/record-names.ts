import type { Hex } from '../../core/encoding/hex.ts';
import type { Queryable } from '../pool.ts';
import { fromBytea, toByteaArray } from '../rows/bytea.ts';
import { TITLE_COLUMN, titleOf } from '../rows/titles.ts';

/** What people call a record: its title, and the first identifier of its party. */
export interface RecordName {
  /** Empty if the statement has no title. */
  readonly title: string;
  /** Null if no final block registers the party. */
  readonly identifier: string | null;
}

/** The name of a record that is not stored. */
export const UNNAMED: RecordName = { title: '', identifier: null };

/** Returns the names of records by id, in one query. */
export async function findRecordNames(client: Queryable, ids: readonly Hex[]): Promise<Map<Hex, RecordName>> {
  const { rows } = await client.query<{ id: Buffer; titled: string; identifier: string | null }>(
    `select r.id, ${TITLE_COLUMN} as titled, i.identifier from records r
     left join identifiers i on i.party = r.party and i.is_first where r.id = any($1::bytea[])`,
    [toByteaArray(ids)],
  );
  return new Map(
    rows.map(({ id, titled, identifier }) => [fromBytea(id), { title: titleOf(titled) ?? '', identifier }]),
  );
}
