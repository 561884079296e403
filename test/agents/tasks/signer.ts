import type { JsonObject } from '../../../core/encoding/json.ts';
import type { Entry } from '../../../core/records/entry.ts';
import type { KindName } from '../../../core/records/kind.ts';
import type { TestParty } from '../../helpers/registry.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';

/** Signs a record of one party. */
export type SignAs = (
  kind: KindName,
  subject: string,
  title: string,
  entries: Entry[],
  sources?: readonly SignedRecord[],
  more?: { readonly after?: SignedRecord; readonly standard?: string },
) => SignedRecord;

/** Returns what signs records of a party. */
export function signerOf(by: TestParty): SignAs {
  return (kind, subject, title, entries, sources = [], { after, standard = '' } = {}) => {
    const change: JsonObject = after === undefined ? {} : { change: 'restatement', reason: 'new routes' };
    const statement = { title, standard, ...change };
    return signRecord({ by, kind, subject, entries, sources, after: after ?? null, statement });
  };
}
