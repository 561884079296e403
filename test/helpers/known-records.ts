import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { type Bundle, parseBundle } from '../../core/proofs/bundle.ts';
import type { Entry } from '../../core/records/entry.ts';
import type { Kind } from '../../core/records/kind.ts';
import type { Access, KnownRecord } from '../../jobs/explain/known-record.ts';

/** The zero hash, which is the salt of public entries. */
const ZERO: Hex = `0x${'00'.repeat(32)}`;

/** Returns a proof file of the vectors or of the recorded home, parsed. */
export function readProof(path: string): Bundle {
  return parseBundle(readFileSync(join(import.meta.dirname, '..', `${path}.carbon-proof.json`)));
}

/** Returns the id of a record: the number, as 32 bytes. */
export function idOf(number: number): Hex {
  return `0x${number.toString(16).padStart(64, '0')}`;
}

interface MadeRecord {
  readonly number: number;
  readonly kind: Kind;
  readonly sources?: readonly number[];
  readonly entries?: readonly Entry[];
  readonly access?: Access;
  readonly statement?: JsonObject;
}

/** Returns records as a graph knows them, each the newest version in its stream. Their ids are no hashes: a graph does not check them. */
export function makeRecords(made: readonly MadeRecord[]): Map<Hex, KnownRecord> {
  return new Map(
    made.map(({ number, kind, sources = [], entries = [], access = 'all', statement = {} }) => {
      const id = idOf(number);
      const record = {
        party: idOf(9000 + number),
        kind,
        subject: `made/${number}`,
        sequence: 1,
        previous: ZERO,
        entries: idOf(8000 + number),
        sources: sources.map(idOf),
        statement: ZERO,
      };
      const newest = { id, sequence: 1, isWithdrawal: false };
      const title = `Record ${number}`;
      return [id, { id, record, statement: { title, ...statement }, at: number, access, entries, newest }];
    }),
  );
}

/** Returns an entry with a value in t. */
export function makeEntry(key: string, value: string, detail: JsonObject | null = null): Entry {
  return { key, value, unit: 't', from: 0, until: 0, detail, salt: ZERO };
}

/** Returns the detail of a figure with operands. */
export function derive(operands: readonly JsonObject[], members: JsonObject = {}): JsonObject {
  const derivation = {
    formula: 'sum',
    operands: [...operands],
    rounding: { mode: 'half-even', decimals: 2 },
    warnings: [],
    ...members,
  };
  return { derivation };
}
