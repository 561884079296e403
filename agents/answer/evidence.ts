import type { Hex } from '../../core/encoding/hex.ts';
import { formatJson, isEqualJson, type JsonObject } from '../../core/encoding/json.ts';
import type { BundleRecord } from '../../core/proofs/bundle.ts';
import { countRows } from '../../jobs/compute/count-rows.ts';
import type { ReadAgain } from '../../jobs/map/read-recorded.ts';
import { findReading, isAsRead } from '../../jobs/map/recorded-reading.ts';
import { findGravest } from '../../jobs/verify/verdict-cause.ts';
import type { NamedVerification } from '../../jobs/verify/verify-proof.ts';
import type { InputEntry } from '../../engine/rows/input.ts';
import type { RecordReads } from '../records/record-reads.ts';
import type { AnswerFile } from './answer-file.ts';
import { type AnswerFault, faultOf } from './answer-fault.ts';
import { ANSWER_JSON } from './answer-format.ts';
import { Gap } from './compute-again.ts';

/** Verifies a proof file under the policy of the reader. */
export type VerifyProof = (file: Uint8Array) => Promise<NamedVerification>;

/** What the proof files of an answer prove. */
export interface Evidence {
  readonly proofs: readonly NamedVerification[];
  /** Reads the registered records from which an answer was made, from these proof files; absent where it comes from runs alone. */
  readonly reads: { readonly records?: RecordReads };
  /** What is wrong with inputs: a proof file that does not verify, or a row that it does not show. */
  readonly faults: readonly AnswerFault[];
  /** Proof files of records that do not verify. The answer may say so itself: then nothing is wrong with it. */
  readonly unverified: readonly AnswerFault[];
  /** How many rows of inputs no proof file shows: they are the word of who wrote the answer. */
  readonly unprovenRows: number;
}

interface CheckedProof {
  /** The record that it says it is about. */
  readonly record: Hex | null;
  readonly isPrivate: boolean;
  /** Null where no policy judges it. */
  readonly found: NamedVerification | null;
  readonly fault: AnswerFault | null;
}

const ENCODER = new TextEncoder();

/** Reads rows again from the table that they name; null where it is not here. */
export type ReadTableAgain = (entries: readonly InputEntry[]) => Promise<ReadAgain | null>;

/** Verifies the proof files of an answer, and compares the rows of its inputs with those that they prove, and with the tables that are here. */
export async function readEvidence(
  file: AnswerFile,
  verifyProof: VerifyProof | null,
  readTable: ReadTableAgain | null,
): Promise<Evidence> {
  const checked: CheckedProof[] = [];
  for (const [at, proof] of file.proofs.entries()) checked.push(await checkProof(proof, at, verifyProof));
  const { records, runs } = file;
  const inputs = runs.flatMap((run) => run.inputs);
  const proven = listProven(checked);
  const isListed = ({ record }: CheckedProof): boolean =>
    [...(records?.records ?? []), ...(records?.dependents?.records ?? [])].some(({ id }) => id === record);
  const faultsOf = (some: readonly CheckedProof[]): AnswerFault[] => some.flatMap(({ fault }) => fault ?? []);
  return {
    proofs: checked.flatMap(({ found }) => found ?? []),
    reads: records === null ? {} : { records: readAgain(records, checked) },
    faults: [
      ...faultsOf(checked.filter((each) => !isListed(each))),
      ...compareRows(file, proven),
      ...(await checkReadings(file, readTable)),
    ],
    unverified: faultsOf(checked.filter(isListed)),
    unprovenRows: countRows(inputs.filter(({ record }) => !proven.has(record))),
  };
}

async function checkProof(
  { file, isPrivate }: AnswerFile['proofs'][number],
  at: number,
  verifyProof: VerifyProof | null,
): Promise<CheckedProof> {
  const found = (await verifyProof?.(ENCODER.encode(formatJson(file, ANSWER_JSON)))) ?? null;
  const code = found?.verdict === 'not-verified' ? 'proof-not-verified' : 'proof-unchecked';
  const fault =
    found?.verdict === 'verified'
      ? null
      : faultOf(code, `proofs.${at}`, {
          actual: found === null ? null : (findGravest(found.checks)?.code ?? null),
        });
  return { record: nameRecord(file), isPrivate, found, fault };
}

/** Returns the id of the record that a proof file is about, as it says. */
function nameRecord({ records }: JsonObject): Hex | null {
  const first: unknown = Array.isArray(records) ? records[0] : null;
  const id = typeof first === 'object' && first !== null && 'id' in first ? first.id : null;
  return typeof id === 'string' ? (id as Hex) : null;
}

/** Reads records as they were listed, with the verdicts of the reader on their proof files. */
function readAgain(
  listed: NonNullable<AnswerFile['records']>,
  checked: readonly CheckedProof[],
): RecordReads {
  return {
    list: () => Promise.resolve(listed),
    dependents: () =>
      listed.dependents === undefined
        ? Promise.reject(new Gap('calls-differ'))
        : Promise.resolve(listed.dependents),
    open: (id) => {
      const proof = checked.find(({ record }) => record === id);
      if (proof === undefined) return Promise.resolve(null);
      const { found, isPrivate } = proof;
      return found === null
        ? Promise.reject(new Gap('proof-unchecked'))
        : Promise.resolve({ found, isPrivate });
    },
  };
}

/** Returns the records of proof files that verify. */
function listProven(checked: readonly CheckedProof[]): ReadonlyMap<Hex, BundleRecord> {
  const verified = checked.filter(({ fault }) => fault === null);
  return new Map(verified.flatMap(({ found }) => found!.bundle!.records).map((each) => [each.id, each]));
}

/** Each row of an input is an entry of the record that it names, where a proof file shows that record. */
function compareRows({ runs }: AnswerFile, proven: ReadonlyMap<Hex, BundleRecord>): AnswerFault[] {
  return runs.flatMap(({ inputs }, run) =>
    inputs.flatMap(({ record, entries }, input) => {
      const own = proven.get(record);
      if (own === undefined) return [];
      const shown = new Map(own.entries.shown.map((entry) => [entry.key, entry]));
      const at = entries.findIndex((entry) => !isShown(entry, shown.get(entry.key)));
      if (at < 0) return [];
      const place = `runs.${run}.inputs.${input}.entries.${at}`;
      const expected = shown.get(entries[at]!.key) ?? null;
      return [faultOf('row-not-in-proof', place, { expected, actual: entries[at] })];
    }),
  );
}

/** Rows that were read from a table are those of the reading that their entry `source` states, and the table gives them again, where it is here. */
async function checkReadings(
  { runs }: AnswerFile,
  readTable: ReadTableAgain | null,
): Promise<readonly AnswerFault[]> {
  const inputs = runs.flatMap((run, at) =>
    run.inputs.map(({ entries }, input) => ({ entries, place: `runs.${at}.inputs.${input}` })),
  );
  const faults: AnswerFault[] = [];
  for (const { entries, place } of inputs) {
    const reading = findReading(entries);
    if (reading === null) continue;
    const { digest: expected } = reading;
    const again = isAsRead(entries, reading) ? ((await readTable?.(entries)) ?? null) : { digest: null };
    if (again !== null && again.digest !== expected)
      faults.push(faultOf('reading-differs', place, { expected, actual: again.digest }));
  }
  return faults;
}

type Row = AnswerFile['runs'][number]['inputs'][number]['entries'][number];

function isShown(row: Row, shown: BundleRecord['entries']['shown'][number] | undefined): boolean {
  if (shown === undefined) return false;
  const { salt: _salt, siblings: _siblings, ...entry } = shown;
  return isEqualJson(entry, row);
}
