import { readFileSync } from 'node:fs';
import type { ListedRecords, RecordReads } from '../../../agents/records/record-reads.ts';
import { parseBundle } from '../../../core/proofs/bundle.ts';
import { nameOfKind } from '../../../core/records/kind.ts';
import { titleOf } from '../../../core/records/statement.ts';
import { parsePolicy } from '../../../core/verify/policy.ts';
import { verifyBundle } from '../../../core/verify/verify.ts';
import { openVectorEngine } from '../../core/proof-vectors/reperformance-cases.ts';
import { readStored, type StoredChain } from '../../core/proof-vectors/stored-chain.ts';
import type { StoredVector } from '../../core/proof-vectors/vector-files.ts';

const FOLDER = new URL('../../vectors/proof-files/', import.meta.url);
const read = (path: string): Uint8Array => readFileSync(new URL(path, FOLDER));
const parse = (path: string): unknown => JSON.parse(new TextDecoder().decode(read(path)));
const { vectors } = parse('vectors.json') as { readonly vectors: readonly StoredVector[] };

/** A vector of proof files, by its name: real signatures and proofs, and the answers of a chain. */
function findVector(name: string): StoredVector {
  const found = vectors.find((vector) => vector.name === name);
  if (found === undefined) throw new Error(`no vector is called ${name}`);
  return found;
}

/** Reads the records of vectors, each verified under its own policy from the chain that it stores. */
export function readVectors(
  names: readonly string[],
  how: Pick<ListedRecords, 'by' | 'hasMore'>,
): RecordReads {
  const known = names.map((name) => {
    const vector = findVector(name);
    const file = read(vector.file);
    const { id, record, statement } = parseBundle(file).records[0]!;
    return { vector, file, id, record, title: titleOf(statement) };
  });
  return {
    list: () =>
      Promise.resolve({
        ...how,
        records: known.map(({ id, record, title }) => ({
          ...{ id, title, subject: record.subject, sequence: record.sequence, kind: nameOfKind(record.kind) },
          standard: '',
          party: { id: record.party, identifier: 'demo:company' },
        })),
      }),
    open: async (id) => {
      const { vector, file } = known.find((each) => each.id === id)!;
      const found = await verifyBundle(file, {
        policy: parsePolicy(read(vector.policy)),
        reader: readStored(parse(vector.chain!) as StoredChain),
        now: vector.now,
        openEngine: openVectorEngine,
      });
      return { found: { ...found, party: null, parties: [], latest: null }, isPrivate: true };
    },
  };
}
