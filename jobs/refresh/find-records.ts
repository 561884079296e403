import { hashHeader, hashSealed, hashSealedBytes } from '../../core/batches/batch.ts';
import { type Hex, bytesOf } from '../../core/encoding/hex.ts';
import { type JsonObject, parseJson } from '../../core/encoding/json.ts';
import { hashSchema, parseWith, signatureSchema } from '../../core/encoding/schema.ts';
import { BadInput } from '../../core/errors.ts';
import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import type { Recover } from '../../core/hashing/signature.ts';
import { buildTree, findLeaf, proveLeaf, type Tree, treeRoot } from '../../core/merkle/tree.ts';
import type { BundleRecord } from '../../core/proofs/bundle.ts';
import type { Signing } from '../../core/proofs/choose-windows.ts';
import { type BatchFile, type RecordLine, recordLineSchema } from '../../core/publication/format.ts';
import { PublicationError } from '../../core/publication/publication-error.ts';
import { hashRecord } from '../../core/records/record.ts';
import { checkStatement } from '../../core/records/statement.ts';
import { LINE, splitLines } from '../../client/publication/lines.ts';
import { signingOf } from './party-windows.ts';
import type { RebuiltLedger } from './rebuild-ledger.ts';
import { failAtBatch } from './refresh-error.ts';

/** A record from the publication, as a proof file holds it, without entries. */
export interface FoundRecord {
  readonly shown: BundleRecord;
  readonly signing: Signing;
}

/** Finds records in the publication. Each batch that is read must give the anchored root again: the copy may have changed. */
export interface RecordFinder {
  /** Returns the records with these ids, by id. One that is in no batch is left out. @throws RefreshError, PublicationError */
  find(ids: Iterable<Hex>): Promise<Map<Hex, FoundRecord>>;
}

/** Opens a finder, which remembers what it found. `onBatch` gets how many batches are still to be read. */
export function openFinder(
  ledger: RebuiltLedger,
  recover: Recover,
  onBatch: (left: number) => void,
): RecordFinder {
  const known = new Map<Hex, FoundRecord>();
  const read = async (number: number, wanted: ReadonlySet<Hex>): Promise<void> => {
    for (const found of await readBatch(ledger, recover, number, wanted)) known.set(found.shown.id, found);
  };
  return {
    async find(ids) {
      const all = [...new Set(ids)];
      const batches = groupByBatch(
        ledger,
        all.filter((id) => !known.has(id)),
      );
      let left = batches.length;
      for (const [number, wanted] of batches) {
        onBatch(left--);
        await read(number, wanted);
        // Records that were sealed twice count once in the ledger, so the record can be in a later batch.
        for (let later = 1; later <= ledger.repeated && number + later <= ledger.latest; later++) {
          const missing = new Set([...wanted].filter((id) => !known.has(id)));
          if (missing.size > 0) await read(number + later, missing);
        }
      }
      return new Map(all.flatMap((id) => (known.has(id) ? [[id, known.get(id)!] as const] : [])));
    },
  };
}

function groupByBatch({ newest, batches }: RebuiltLedger, ids: readonly Hex[]): [number, Set<Hex>][] {
  const places = ids
    .map((id) => ({ id, number: newest.findRecord(id) }))
    .filter(({ number }) => number >= 0)
    .map(({ id, number }) => ({ id, batch: batches.batchOf(number) }));
  const byBatch = Map.groupBy(places, ({ batch }) => batch);
  return [...byBatch]
    .map(([batch, group]): [number, Set<Hex>] => [batch, new Set(group.map(({ id }) => id))])
    .sort(([a], [b]) => a - b);
}

async function readBatch(
  ledger: RebuiltLedger,
  recover: Recover,
  number: number,
  wanted: ReadonlySet<Hex>,
): Promise<FoundRecord[]> {
  const { copy, batches } = ledger;
  const id = batches.headerOf(number);
  try {
    const file = await copy.batch({ number, id });
    if (file === null) throw failAtBatch('copy-lacks', number, `${copy.from} lacks it`);
    if (hashHeader(file.header) !== id)
      throw failAtBatch('header-differs', number, `the published header is not the one on the chain, ${id}`);
    const { leaves, lines } = await readLines(ledger, file, wanted);
    const tree = checkTree(leaves, file);
    return lines.map((line) => describeRecord(ledger, recover, { file, tree, line }));
  } catch (error) {
    throw explain(error, number);
  }
}

/** Reads the leaves of all records of a batch, and the lines of some. */
async function readLines(
  { copy }: RebuiltLedger,
  file: BatchFile,
  wanted: ReadonlySet<Hex>,
): Promise<{ leaves: Uint8Array; lines: RecordLine[] }> {
  const { number, recordCount } = file.header;
  // The header is the anchored one, and its batch was recomputed: so many records there are.
  const leaves = new Uint8Array(recordCount * HASH_BYTES);
  let count = 0;
  const lines: RecordLine[] = [];
  const faults: unknown[] = [];
  for await (const block of copy.blocks(file))
    for (const text of splitLines(block)) {
      if (faults.length > 0) break;
      if (count === recordCount)
        throw failAtBatch('records-differ', number, `the publication has more than ${recordCount} records`);
      try {
        const value = parseJson(text, LINE) as JsonObject;
        const record = parseWith(hashSchema, value['id']);
        const signature = bytesOf(parseWith(signatureSchema, value['signature']));
        leaves.set(hashSealedBytes(bytesOf(record), signature), HASH_BYTES * count++);
        if (wanted.has(record)) lines.push(parseWith(recordLineSchema, value));
      } catch (fault) {
        // Whether the file is damaged is known at its end, and is then the reason.
        faults.push(fault);
      }
    }
  if (faults.length > 0) throw faults[0];
  return { leaves: leaves.subarray(0, HASH_BYTES * count), lines };
}

function checkTree(leaves: Uint8Array, { header }: BatchFile): Tree {
  const tree = leaves.length === 0 ? null : buildTree(leaves);
  if (tree !== null && treeRoot(tree) === header.records) return tree;
  throw failAtBatch(
    'records-differ',
    header.number,
    `the published records do not have the root ${header.records} of the header`,
  );
}

interface Place {
  readonly file: BatchFile;
  readonly tree: Tree;
  readonly line: RecordLine;
}

function describeRecord(
  { domain, batches }: RebuiltLedger,
  recover: Recover,
  { file: { header }, tree, line: { id, record, statement, signature } }: Place,
): FoundRecord {
  if (hashRecord(record) !== id)
    throw failAtBatch('content-differs', header.number, `the published record ${id} has another hash`);
  checkStatement(record, statement);
  const index = findLeaf(tree, hashSealed({ record: id, signature }));
  const shown: BundleRecord = {
    id,
    record: { ...record, sources: [...record.sources] },
    statement,
    signature,
    entries: { all: false, shown: [], absent: [] },
    inclusion: { header, proof: proveLeaf(tree, index) },
    anchor: batches.anchorOf(header.number),
  };
  return { shown, signing: signingOf(domain, shown, recover) };
}

/** Says at which batch the copy is wrong. */
function explain(error: unknown, batch: number): unknown {
  if (error instanceof PublicationError && (error.code === 'copy-lacks' || error.code === 'copy-damaged'))
    return failAtBatch(error.code, batch, error.message, error);
  if (error instanceof BadInput) return failAtBatch('malformed', batch, error.message, error);
  return error;
}
