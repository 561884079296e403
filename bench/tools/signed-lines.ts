import { type Entry, deriveSalt, hashEntries } from '../../core/records/entry.ts';
import { ZERO_HASH, bytesOf, formatHex } from '../../core/encoding/hex.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { keccakText } from '../../core/hashing/keccak.ts';
import { KINDS } from '../../core/records/kind.ts';
import { type LedgerRecord, digestRecord } from '../../core/records/record.ts';
import { openSign } from '../../chain/keys/native-signatures.ts';
import type { Writer } from './served-ledger.ts';

const sign = openSign();

/** The records to sign. */
export interface LinesPlan {
  /** Part of every subject, so that streams differ from those of other plans. */
  readonly name: string;
  readonly count: number;
  /** Number of entries in each record. */
  readonly entries: number;
}

/** Returns submissions as JSON texts. Each has a record that is the first in its stream. */
export function signLines({ domain, party, privateKey }: Writer, plan: LinesPlan): string[] {
  const key = bytesOf(privateKey);
  return Array.from({ length: plan.count }, (_, index) => {
    const subject = `inventory/${plan.name}/${index}`;
    const statement = { title: `Inventory 2024 of site ${index}`, period: '2024', standard: 'GHG Protocol' };
    const entries = makeEntries(subject, plan.entries);
    const record: LedgerRecord = {
      party,
      kind: KINDS.disclosure,
      subject,
      sequence: 1,
      previous: ZERO_HASH,
      entries: hashEntries(entries),
      sources: [],
      statement: hashJson(statement),
    };
    const signature = sign(digestRecord(domain, record), key);
    return JSON.stringify({ record, statement, signature, ...(entries.length === 0 ? {} : { entries }) });
  });
}

function makeEntries(subject: string, count: number): Entry[] {
  const secret = formatHex(keccakText(subject));
  return Array.from({ length: count }, (_, index) => {
    const key = `scope1/combustion/source-${index}`;
    return {
      key,
      value: `${1000 + index}.25`,
      unit: 't{CO2e}',
      from: 1_704_067_200,
      until: 1_735_689_600,
      detail: { scope: 1, method: 'fuel', gwp: 'AR6' },
      salt: deriveSalt(secret, key),
    };
  });
}
