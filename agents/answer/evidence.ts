import type { Hex } from '../../core/encoding/hex.ts';
import { formatJson, isEqualJson } from '../../core/encoding/json.ts';
import type { BundleRecord } from '../../core/proofs/bundle.ts';
import type { ProofVerification } from '../../jobs/verify/verify-proof.ts';
import type { AnswerFile } from './answer-file.ts';
import { ANSWER_JSON } from './answer-format.ts';
import { type AnswerFault, faultOf } from './answer-fault.ts';

/** Verifies a proof file under the policy of the reader. */
export type VerifyProof = (file: Uint8Array) => Promise<ProofVerification>;

/** What the proof files of an answer prove. */
export interface Evidence {
  readonly proofs: readonly ProofVerification[];
  /** The records whose proof files verify, with the entries that they show. */
  readonly records: ReadonlyMap<Hex, BundleRecord>;
  readonly faults: readonly AnswerFault[];
}

const ENCODER = new TextEncoder();

/** Verifies the proof files of an answer, and compares the rows of its inputs with those that they prove. */
export async function readEvidence(file: AnswerFile, verifyProof: VerifyProof | null): Promise<Evidence> {
  const proofs: ProofVerification[] = [];
  const faults: AnswerFault[] = [];
  for (const [at, proof] of file.proofs.entries()) {
    const found = await verifyProof?.(ENCODER.encode(formatJson(proof, ANSWER_JSON)));
    if (found !== undefined) proofs.push(found);
    if (found?.verdict === 'verified') continue;
    const code = found?.verdict === 'not-verified' ? 'proof-not-verified' : 'proof-unchecked';
    faults.push(faultOf(code, `proofs.${at}`, { actual: found?.why ?? null }));
  }
  const verified = proofs.filter(({ verdict }) => verdict === 'verified');
  const records = new Map(verified.flatMap(({ bundle }) => bundle!.records).map((each) => [each.id, each]));
  return { proofs, records, faults: [...faults, ...compareRows(file, records)] };
}

/** Each row of an input is an entry of the record that it names, where a proof file shows that record. */
function compareRows({ runs }: AnswerFile, records: Evidence['records']): AnswerFault[] {
  return runs.flatMap(({ inputs }, run) =>
    inputs.flatMap(({ record, entries }, input) => {
      const proven = records.get(record);
      if (proven === undefined) return [];
      const shown = new Map(proven.entries.shown.map((entry) => [entry.key, entry]));
      const at = entries.findIndex((entry) => !isShown(entry, shown.get(entry.key)));
      if (at < 0) return [];
      const place = `runs.${run}.inputs.${input}.entries.${at}`;
      return [
        faultOf('row-not-in-proof', place, {
          expected: shown.get(entries[at]!.key) ?? null,
          actual: entries[at],
        }),
      ];
    }),
  );
}

type Row = AnswerFile['runs'][number]['inputs'][number]['entries'][number];

function isShown(row: Row, shown: BundleRecord['entries']['shown'][number] | undefined): boolean {
  if (shown === undefined) return false;
  const { salt: _salt, siblings: _siblings, ...entry } = shown;
  return isEqualJson(entry, row);
}
