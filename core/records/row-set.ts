import { bytesOf, concatBytes, type Hex } from '../encoding/hex.ts';
import { hashStruct, hashType, wordOfText } from '../hashing/struct-hash.ts';
import { buildTree, treeRoot } from '../merkle/tree.ts';

/** What selects rows of a record: every member that is there must hold (§10). */
export interface Selection {
  readonly rows?: readonly string[];
  readonly where?: Readonly<Record<string, string | null>>;
  readonly within?: { readonly from: number; readonly until: number };
  readonly keys?: readonly string[];
  readonly except?: readonly string[];
}

const ROW_TYPE = hashType('Row(bytes32 record,bytes32 key)');

/** Returns the root of the rows of one record, by their keys in any order (§10). */
export function rootOfRows(record: Hex, keys: readonly string[]): Hex {
  const leaves = keys.map((key) => hashStruct(ROW_TYPE, [bytesOf(record), wordOfText(key)]));
  return treeRoot(buildTree(concatBytes(...leaves)));
}
