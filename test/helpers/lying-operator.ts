import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeAnchor } from '../../chain/contracts/anchor-call.ts';
import { type BatchHeader, hashHeader } from '../../core/batches/batch.ts';
import { type Hex, ZERO_HASH, bytesOf } from '../../core/encoding/hex.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { buildTree } from '../../core/merkle/tree.ts';
import {
  LEDGER_FILE,
  nameBatchFile,
  nameRecordsFile,
  PUBLICATION_FORMAT,
} from '../../core/publication/format.ts';
import type { ChainedLedger } from './chained-ledger.ts';
import { type MemoryBatch, type NamedHead, sealedOf } from './memory-ledger.ts';
import type { SignedRecord } from './signed-record.ts';
import { slowHead, slowHolder, slowMapRoot, slowSealed, slowTreeRoot } from './slow-reference.ts';

/** The heads of a ledger: party → stream → head. The operator may write into it what it likes. */
export type Heads = Map<Hex, Map<Hex, NamedHead>>;

/** A published line before it is written. */
export type Line = Record<string, unknown>;

/** A batch, and how the operator lies in it. */
export interface LyingBatch {
  readonly records: readonly SignedRecord[];
  /** Changes the heads after the records have moved theirs. */
  readonly lieAboutHeads?: (heads: Heads) => void;
  /** The records that are published; default: those that are sealed. */
  readonly published?: readonly SignedRecord[];
  /** Changes each published line, which is an object of JSON. */
  readonly changeLine?: (line: Line) => unknown;
  /** Default: one second before the newest block. */
  readonly sealedAt?: number;
  /** Runs after sealing, before anchoring. */
  readonly beforeAnchoring?: () => Promise<unknown>;
}

/** A server with all its checks removed: it seals, publishes and anchors on a real chain what it is given. */
export interface LyingOperator {
  /** The batches so far, from which proofs are made. */
  readonly batches: readonly MemoryBatch[];
  seal(batch: LyingBatch): Promise<void>;
}

/** Opens a lying operator of a ledger with its own anchoring key. It computes with the slow reference alone. */
export async function openLyingOperator(
  ledger: Pick<ChainedLedger, 'chain' | 'deployment' | 'domain'>,
  folder: string,
): Promise<LyingOperator> {
  const { chain, deployment, domain } = ledger;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, LEDGER_FILE), JSON.stringify({ format: PUBLICATION_FORMAT, ...domain }));
  const heads: Heads = new Map();
  const batches: MemoryBatch[] = [];
  return {
    batches,
    async seal(batch) {
      for (const record of batch.records) moveHead(heads, record);
      batch.lieAboutHeads?.(heads);
      const before = batches.at(-1)?.header;
      const header: BatchHeader = {
        number: batches.length + 1,
        previous: before === undefined ? ZERO_HASH : hashHeader(before),
        records: slowTreeRoot(
          batch.records.map(({ id, submission }) => slowSealed(id, submission.signature)),
        ) as Hex,
        recordCount: batch.records.length,
        heads: slowMapRoot(listHolders(heads)) as Hex,
        sealedAt: batch.sealedAt ?? (await chain.head()).time - 1,
      };
      await publishBatch(folder, header, batch);
      await batch.beforeAnchoring?.();
      const sent = await chain.accounts.anchorer.sendTransaction({
        to: deployment.ledger,
        data: encodeAnchor(header),
      });
      const receipt = await sent.wait();
      const block = await chain.provider.getBlock(receipt!.blockNumber);
      batches.push({
        header,
        anchor: {
          anchoredAt: block!.timestamp,
          transaction: receipt!.hash as Hex,
          block: receipt!.blockNumber,
          blockHash: receipt!.blockHash as Hex,
        },
        tree: buildTree(Buffer.concat(batch.records.map((record) => bytesOf(sealedOf(record))))),
        heads: new Map([...heads].map(([party, streams]) => [party, new Map(streams)])),
        holders: SparseMerkleMap.build(listHolders(heads)),
      });
      // Authority is checked as of a final block later than the anchoring.
      await chain.mineAt((await chain.head()).time + 60);
      await chain.mine(4);
    },
  };
}

/** A record becomes the head if it is the newest, whatever it follows. */
function moveHead(heads: Heads, record: SignedRecord): void {
  const { party, sequence } = record.submission.record;
  const streams = heads.get(party) ?? new Map<Hex, NamedHead>();
  heads.set(party, streams);
  if ((streams.get(record.stream)?.sequence ?? 0) < sequence)
    streams.set(record.stream, { sequence, record });
}

function listHolders(heads: Heads): { key: Hex; leaf: Hex }[] {
  return [...heads].map(([party, streams]) => {
    const items = [...streams].map(([stream, { sequence, record }]) => ({
      key: stream,
      leaf: slowHead(stream, sequence, record.id),
    }));
    return { key: party, leaf: slowHolder(party, slowMapRoot(items)) as Hex };
  });
}

/** Writes the files of a batch into a publication. */
export async function publishBatch(folder: string, header: BatchHeader, batch: LyingBatch): Promise<void> {
  const { records, published = records, changeLine = (line: Line): unknown => line } = batch;
  const id = hashHeader(header);
  const receipt = {
    acceptedAt: header.sealedAt,
    anchorBy: header.sealedAt,
    signature: `0x${'11'.repeat(65)}`,
  };
  const lines = published.map(
    ({ id: record, submission: { record: content, statement, signature } }, index) =>
      JSON.stringify(
        changeLine({
          id: record,
          record: content,
          statement,
          signature,
          receipt,
          arrival: index + 1,
          public: false,
          entries: null,
        }),
      ),
  );
  const text = lines.map((line) => `${line}\n`).join('');
  const file = nameRecordsFile({ number: header.number, id });
  const sha256 = createHash('sha256').update(text).digest('hex');
  await mkdir(join(folder, dirname(file)), { recursive: true });
  await writeFile(join(folder, file), text);
  await writeFile(
    join(folder, nameBatchFile({ number: header.number, id })),
    JSON.stringify({
      format: PUBLICATION_FORMAT,
      id,
      header,
      records: { file, bytes: Buffer.byteLength(text), sha256 },
    }),
  );
}
