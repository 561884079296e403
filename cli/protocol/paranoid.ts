import { hashSealed } from '../../core/batches/batch.ts';
import type { Bundle } from '../../core/proofs/bundle.ts';
import { FailedCheck } from '../../core/errors.ts';
import { type Hex, bytesOf } from '../../core/encoding/hex.ts';
import { keccak } from '../../core/hashing/keccak.ts';
import { checkLeaf } from '../../core/merkle/tree.ts';

/** What an independent implementation finds about the inclusion proofs of a proof file. */
export interface SecondOpinion {
  readonly library: 'merkletreejs';
  readonly proofs: number;
  /** Ids of records for which the two implementations differ, which is a defect of one of them. */
  readonly differences: readonly Hex[];
}

/** Checks each inclusion proof with merkletreejs too, and returns where it differs from the own check (§3). */
export async function seekSecondOpinion(bundle: Bundle): Promise<SecondOpinion> {
  const { MerkleTree } = await import('merkletreejs');
  const links = [...bundle.records, ...bundle.history];
  const hash = (value: Buffer): Buffer => Buffer.from(keccak(value));
  const differences = links.filter(({ id, signature, inclusion: { header, proof } }) => {
    const leaf = hashSealed({ record: id, signature });
    const second = MerkleTree.verify(
      proof.map((sibling) => Buffer.from(bytesOf(sibling))),
      Buffer.from(bytesOf(leaf)),
      Buffer.from(bytesOf(header.records)),
      hash,
      { sortPairs: true },
    );
    return second !== holds(header.records, leaf, proof);
  });
  return { library: 'merkletreejs', proofs: links.length, differences: differences.map(({ id }) => id) };
}

function holds(root: Hex, leaf: Hex, proof: readonly Hex[]): boolean {
  try {
    checkLeaf(root, leaf, proof);
    return true;
  } catch (error) {
    if (error instanceof FailedCheck) return false;
    throw error;
  }
}
