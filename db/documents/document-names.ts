import type { Hex } from '../../core/encoding/hex.ts';
import { fromBytea, toByteaArray } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** A party whose record names a document, with the size that the entry states, in bytes. */
export interface DocumentName {
  readonly party: Hex;
  readonly size: number;
}

/** Returns how records of some parties name a document, by its SHA-256 (64 hex digits). Rejected records do not count. */
export async function findNames(
  client: Queryable,
  sha256: string,
  parties: readonly Hex[],
): Promise<DocumentName[]> {
  const { rows } = await client.query<{ party: Buffer; size: number }>(
    `select distinct r.party, n.size from document_names n join records r on r.id = n.record
     where n.sha256 = decode($1, 'hex') and r.party = any($2::bytea[]) and r.rejected_code is null order by 1, 2`,
    [sha256, toByteaArray(parties)],
  );
  return rows.map(({ party, size }) => ({ party: fromBytea(party), size }));
}

/** Who may read a document. */
export interface Readers {
  readonly isPublic: boolean;
  /** Whether one of the parties asked about may read it. */
  readonly isReadable: boolean;
}

/** Records `r` that name a document `d` and whose party has sent it: they say who may read it. A condition may follow. */
export const NAMING_RECORDS = `
  from document_senders s join document_names n on n.sha256 = s.sha256 and n.size = d.size
  join records r on r.id = n.record and r.party = s.party
  where s.sha256 = d.sha256 and r.rejected_code is null`;

/**
 * Returns who may read a stored document: anyone if the entries of a record that names it are public; else the party of such a record,
 * and parties with a grant for it. Null if there is no such document.
 */
export async function findReaders(
  client: Queryable,
  sha256: string,
  parties: readonly Hex[],
): Promise<(Readers & { readonly size: number }) | null> {
  const { rows } = await client.query<{ size: number; is_public: boolean; is_readable: boolean }>(
    `select d.size, exists (select ${NAMING_RECORDS} and r.public_entries) as is_public,
       exists (select ${NAMING_RECORDS} and (r.party = any($2::bytea[])
         or exists (select from grants g where g.record = r.id and g.grantee = any($2::bytea[])))) as is_readable
     from documents d where d.sha256 = decode($1, 'hex')`,
    [sha256, toByteaArray(parties)],
  );
  return (
    rows.map(({ size, is_public, is_readable }) => ({
      size,
      isPublic: is_public,
      isReadable: is_public || is_readable,
    }))[0] ?? null
  );
}
