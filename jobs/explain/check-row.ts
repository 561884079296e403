import { hashHeader, hashSealed } from '../../core/batches/batch.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { proveEntry } from './prove-entry.ts';
import type { BundleRecord } from '../../core/proofs/bundle.ts';
import type { Entry } from '../../core/records/entry.ts';
import { hashRecord } from '../../core/records/record.ts';
import { checkLeaf } from '../../core/merkle/tree.ts';

/**
 * What is checked of an entry: that it has the quantity that the page shows, that it is in its record, that this is the record with this id,
 * and that its batch holds it.
 */
export type RowStep = 'quantity' | 'entry' | 'record' | 'batch';

/** What was found of one step. */
export interface RowFinding {
  readonly step: RowStep;
  /** Null where it holds; else why it does not, in English, as the code that checks says it. */
  readonly fault: string | null;
}

/** An entry that was checked against its record, and the batch that holds the record. */
export interface CheckedRow {
  /** Null where the record does not show it. */
  readonly entry: Entry | null;
  readonly findings: readonly RowFinding[];
  /** Of the entries map that the record names. */
  readonly root: Hex;
  readonly siblings: number;
  readonly batch: { readonly number: number; readonly id: Hex };
}

/** An entry as the page shows it. */
export interface ShownQuantity {
  readonly key: string;
  /** Null where no value is shown. */
  readonly value: string | null;
  readonly unit: string;
}

/**
 * Checks that a record of a proof file holds an entry, down to the header of its batch. Whether the chain holds that header is not checked
 * here: a verification asks the chain.
 */
export function checkRow(id: Hex, asked: ShownQuantity, bundled: BundleRecord): CheckedRow {
  const { key } = asked;
  const { record, entries, inclusion, signature } = bundled;
  const { header, proof } = inclusion;
  const shown = entries.shown.find((each) => each.key === key);
  let siblings = 0;
  const findings = [
    find('quantity', () => {
      const { value, unit } = shown ?? asked;
      if (asked.value !== null && (value !== asked.value || unit !== asked.unit))
        throw new Error(`expected ${asked.value} ${asked.unit}, got ${value} ${unit}`);
    }),
    find('entry', () => {
      if (shown === undefined) throw new Error(`the record does not show ${key}`);
      siblings = proveEntry({ record: id, root: record.entries, entries: entries.shown }, shown).length;
    }),
    find('record', () => {
      const actual = hashRecord(record);
      if (actual !== id) throw new Error(`expected the record ${id}, got ${actual}`);
    }),
    find('batch', () =>
      checkLeaf(header.records, hashSealed({ record: id, signature }), proof, header.recordCount),
    ),
  ];
  const { siblings: _, ...entry } = shown ?? { siblings: null };
  return {
    entry: shown === undefined ? null : (entry as Entry),
    findings,
    root: record.entries,
    siblings,
    batch: { number: header.number, id: hashHeader(header) },
  };
}

function find(step: RowStep, check: () => void): RowFinding {
  try {
    check();
    return { step, fault: null };
  } catch (error) {
    if (error instanceof Error) return { step, fault: error.message };
    throw error;
  }
}
