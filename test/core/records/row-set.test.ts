import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHex, type Hex } from '../../../core/encoding/hex.ts';
import { keccakText } from '../../../core/hashing/keccak.ts';
import { hashTexts } from '../../../core/hashing/keccak-texts.ts';
import { HASH_BYTES, hashAt } from '../../../core/hashing/hash-order.ts';
import { buildTree, rootOfLeaves, treeRoot } from '../../../core/merkle/tree.ts';
import {
  checkRowProof,
  hashRow,
  isSet,
  leavesOfRows,
  parseSet,
  proveRow,
  type RowPlace,
  rootOfRows,
} from '../../../core/records/row-set.ts';
import { runSchema } from '../../../core/records/run.ts';
import {
  isSelected,
  parseSelection,
  type SelectableEntry,
  type Selection,
} from '../../../core/records/selection.ts';

interface Why {
  readonly why: string;
}
interface SetVector {
  readonly record: Hex;
  readonly keys: string[];
  readonly count: number;
  readonly root: Hex;
  readonly proofs: { readonly key: string; readonly proof: Hex[] }[];
}
interface Vectors {
  readonly rows: (RowPlace & { readonly keyHash: Hex; readonly leaf: Hex })[];
  readonly sets: SetVector[];
  readonly badProofs: (Why &
    RowPlace & { readonly root: Hex; readonly count: number; readonly proof: Hex[] })[];
  readonly badSets: (Why & Pick<SetVector, 'record' | 'keys'>)[];
  readonly entries: SelectableEntry[];
  readonly selections: (Why & { readonly selection: Selection; readonly selected: string[] })[];
  readonly badSelections: (Why & { readonly selection: unknown })[];
  readonly operands: object[];
  readonly badOperands: (Why & { readonly operand: unknown })[];
  readonly inputs: object[];
  readonly badInputs: (Why & { readonly input: unknown })[];
}

const FILE = resolve(import.meta.dirname, '../../vectors/row-sets-v1.json');
const vectors = JSON.parse(readFileSync(FILE, 'utf8')) as Vectors;

const runWith = (input: unknown): object => ({
  engine: 'carbon-ledger-engine',
  version: '2.0.0',
  digest: `0x${'00'.repeat(32)}`,
  method: 'combustion@2',
  parameters: {},
  inputs: [input],
  outputs: [],
  rounding: { mode: 'half-even', decimals: 3 },
});

describe('hashRow', () => {
  it.each(vectors.rows)('returns the leaf of the vectors for $key in $record', ({ record, key, leaf }) => {
    expect(hashRow({ record, key })).toBe(leaf);
    expect(formatHex(leavesOfRows(record, [key]))).toBe(leaf);
  });
});

describe('a set of rows', () => {
  it.each(vectors.sets)(
    'of $count rows has the root of the vectors, in any order of keys',
    ({ record, keys, root }) => {
      expect(rootOfRows(record, keys)).toBe(root);
      expect(rootOfRows(record, keys.toReversed())).toBe(root);
    },
  );

  it.each(vectors.sets)(
    'of $count rows proves each of them as the vectors do',
    ({ record, keys, proofs, ...set }) => {
      for (const { key, proof } of proofs) {
        expect(proveRow({ record, key }, keys)).toEqual(proof);
        checkRowProof(set, { record, key }, proof);
      }
    },
  );

  it('proves no row whose key it does not hold', () => {
    const [{ record, keys }] = vectors.sets as [SetVector];
    expect(proveRow({ record, key: 'x' }, keys)).toBeNull();
  });

  it.each(vectors.badProofs)('refuses a proof with $why', ({ root, count, record, key, proof }) => {
    expect(() => checkRowProof({ root, count }, { record, key }, proof)).toThrow(
      expect.objectContaining({ name: 'FailedCheck' }) as Error,
    );
  });

  it.each(vectors.badSets)('has no root with $why', ({ record, keys }) => {
    expect(() => rootOfRows(record, keys)).toThrow(expect.objectContaining({ name: 'BadInput' }) as Error);
  });

  it('has as its root that of the tree of its leaves', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1 }), (keys) => {
        const leaves = leavesOfRows(`0x${'ab'.repeat(32)}`, keys);
        expect(rootOfLeaves(leaves.slice())).toBe(treeRoot(buildTree(leaves)));
      }),
    );
  });
});

describe('hashTexts', () => {
  const texts = [0, 1, 30, 31, 32, 33, 134, 135, 136, 137, 300].map((length) => 'k'.repeat(length));

  it.each([
    texts,
    texts.toReversed(),
    ['é', 'a', '\u{1f332}', '\ud800'],
    Array.from({ length: 128 }, String),
  ])('gives the hash of each of %j', (...list) => {
    const hashes = new Uint8Array(hashTexts(list, 0, list.length).slice().buffer);
    list.forEach((text, index) => expect(hashAt(hashes, index)).toEqual(keccakText(text)));
  });

  it('begins at an index of the list', () => {
    const hashes = hashTexts(texts, 3, 1).slice(0, HASH_BYTES / 4);
    expect(new Uint8Array(hashes.buffer)).toEqual(keccakText(texts[3]!));
  });
});

describe('a selection', () => {
  it.each(vectors.selections)('selects what the vectors say: $why', ({ selection, selected }) => {
    const parsed = parseSelection(selection);
    expect(parsed).toEqual(selection);
    const found = vectors.entries.filter((entry) => isSelected(parsed, entry));
    expect(found.map(({ key }) => key)).toEqual(selected);
  });

  it.each(vectors.badSelections)('is refused: $why', ({ selection }) => {
    expect(() => parseSelection(selection)).toThrow(expect.objectContaining({ name: 'BadInput' }) as Error);
  });

  it('is refused with a member that another reader might drop', () => {
    const selection = JSON.parse('{"where":{"__proto__":"diesel"}}') as unknown;
    expect(() => parseSelection(selection)).toThrow(expect.objectContaining({ code: 'selection' }) as Error);
  });
});

describe('a set as an operand', () => {
  it.each(vectors.operands)('is read from %j', (operand) => {
    expect(parseSet(operand)).toEqual(operand);
    expect(isSet(operand)).toBe(true);
  });

  it.each(vectors.badOperands)('is refused with $why', ({ operand }) => {
    expect(() => parseSet(operand)).toThrow(expect.objectContaining({ name: 'BadInput' }) as Error);
    expect(isSet(operand)).toBe(false);
  });
});

describe('an input of a run', () => {
  it.each(vectors.inputs)('is read from %j', (input) => {
    expect(runSchema.parse(runWith(input)).inputs).toEqual([input]);
  });

  it.each(vectors.badInputs)('is refused with $why', ({ input }) => {
    expect(runSchema.safeParse(runWith(input)).success).toBe(false);
  });
});
