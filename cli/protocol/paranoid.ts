import type { Bundle } from '../../core/proofs/bundle.ts';
import { hashSealed } from '../../core/batches/batch.ts';
import { FailedCheck } from '../../core/errors.ts';
import { type Hex, bytesOf } from '../../core/encoding/hex.ts';
import { checkLeaf } from '../../core/merkle/tree.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** What a second implementation finds about the inclusion proofs of a proof file. It checks nothing else. */
export interface SecondOpinion {
  readonly checks: 'inclusion';
  readonly library: 'merkletreejs';
  readonly keccak: 'js-sha3';
  readonly proofs: number;
  /** Ids of records whose proof does not hold by the second implementation. */
  readonly refused: readonly Hex[];
  /** Ids of records for which the two implementations differ, which is a defect of one of them. */
  readonly differences: readonly Hex[];
}

/** Judges the inclusion proofs of a proof file; of one that could not be read (null) there are none. */
export type SecondImplementation = (bundle: Bundle | null) => SecondOpinion;

type Link = Bundle['history'][number];

const SEALED_TYPE = 'Sealed(bytes32 record,bytes signature)';

/**
 * Opens a second implementation of inclusion (§3, §6) that shares no hashing and no tree with core: merkletreejs, with the Keccak of
 * js-sha3. Both are optional packages.
 * @throws UsageError `not-installed`
 */
export async function openSecondImplementation(): Promise<SecondImplementation> {
  const [{ MerkleTree }, { keccak256 }] = await Promise.all([
    import('merkletreejs'),
    import('js-sha3'),
  ]).catch(sayHowToInstall);
  const hash = (bytes: Uint8Array): Buffer => Buffer.from(keccak256.arrayBuffer(bytes));
  const type = hash(Buffer.from(SEALED_TYPE));
  const includes = ({ id, signature, inclusion: { header, proof } }: Link): boolean => {
    const leaf = hash(Buffer.concat([type, bufferOf(id), hash(bufferOf(signature))]));
    return MerkleTree.verify(proof.map(bufferOf), leaf, bufferOf(header.records), hash, { sortPairs: true });
  };
  return (bundle) => {
    const links = bundle === null ? [] : [...bundle.records, ...bundle.history];
    const idsOf = (some: readonly Link[]): Hex[] => some.map(({ id }) => id);
    return {
      checks: 'inclusion',
      library: 'merkletreejs',
      keccak: 'js-sha3',
      proofs: links.length,
      refused: idsOf(links.filter((link) => !includes(link))),
      differences: idsOf(links.filter((link) => includes(link) !== holds(link))),
    };
  };
}

function sayHowToInstall(error: unknown): never {
  if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
  throw new UsageError(
    'not-installed',
    '--paranoid needs the packages merkletreejs and js-sha3, which are not installed. In a checkout run node scripts/set-up.mjs, else npm install merkletreejs@0.6.0 js-sha3@0.13.0',
  );
}

function bufferOf(hex: Hex): Buffer {
  return Buffer.from(bytesOf(hex));
}

/** Whether core finds the record in its batch. */
function holds({ id, signature, inclusion: { header, proof } }: Link): boolean {
  try {
    checkLeaf(header.records, hashSealed({ record: id, signature }), proof);
    return true;
  } catch (error) {
    if (error instanceof FailedCheck) return false;
    throw error;
  }
}
