import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeAnchor } from '../../chain/contracts/ledger.ts';
import { type BatchHeader, hashHeader } from '../../core/batches/batch.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import {
  LEDGER_FILE,
  nameBatchFile,
  nameRecordsFile,
  PUBLICATION_FORMAT,
} from '../../core/publication/format.ts';
import type { ChainedLedger } from './chained-ledger.ts';
import type { SignedRecord } from './signed-record.ts';
import { slowHead, slowHolder, slowMapRoot, slowSealed, slowTreeRoot } from './slow-reference.ts';

/** The heads of a ledger: party → stream → head. The operator may write into it what it likes. */
export type Heads = Map<string, Map<string, { sequence: number; record: string }>>;

/** A batch, and how the operator lies in it. */
export interface LyingBatch {
  readonly records: readonly SignedRecord[];
  /** Changes the heads after the records have moved theirs. */
  readonly lieAboutHeads?: (heads: Heads) => void;
  /** The records that are published; default: those that are sealed. */
  readonly published?: readonly SignedRecord[];
  /** Default: one second before the newest block. */
  readonly sealedAt?: number;
  /** Runs after sealing, before anchoring. */
  readonly beforeAnchoring?: () => Promise<unknown>;
}

/** A batch that the operator anchored. */
export interface LiedBatch {
  readonly header: BatchHeader;
  readonly id: Hex;
}

/** A server with all its checks removed: it seals, publishes and anchors on a real chain what it is given. */
export interface LyingOperator {
  readonly heads: Heads;
  seal(batch: LyingBatch): Promise<LiedBatch>;
}

/** Opens a lying operator of a ledger with its own anchoring key. It computes with the slow reference alone. */
export async function openLyingOperator(ledger: ChainedLedger, folder: string): Promise<LyingOperator> {
  const { chain, deployment, domain } = ledger;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, LEDGER_FILE), JSON.stringify({ format: PUBLICATION_FORMAT, ...domain }));
  const heads: Heads = new Map();
  let before: LiedBatch | null = null;
  return {
    heads,
    async seal(batch) {
      for (const record of batch.records) moveHead(heads, record);
      batch.lieAboutHeads?.(heads);
      const header: BatchHeader = {
        number: (before?.header.number ?? 0) + 1,
        previous: before?.id ?? ZERO_HASH,
        records: slowTreeRoot(
          batch.records.map(({ id, submission }) => slowSealed(id, submission.signature)),
        ) as Hex,
        recordCount: batch.records.length,
        heads: rootOf(heads),
        sealedAt: batch.sealedAt ?? (await chain.head()).time - 1,
      };
      before = { header, id: hashHeader(header) };
      await publish(folder, before, batch.published ?? batch.records);
      await batch.beforeAnchoring?.();
      const sent = await chain.accounts.anchorer.sendTransaction({
        to: deployment.ledger,
        data: encodeAnchor(header),
      });
      await sent.wait();
      await chain.mine(4);
      return before;
    },
  };
}

/** A record becomes the head if it is the newest, whatever it follows. */
function moveHead(heads: Heads, { id, stream, submission }: SignedRecord): void {
  const { party, sequence } = submission.record;
  const streams = heads.get(party) ?? new Map<string, { sequence: number; record: string }>();
  heads.set(party, streams);
  if ((streams.get(stream)?.sequence ?? 0) < sequence) streams.set(stream, { sequence, record: id });
}

function rootOf(heads: Heads): Hex {
  const holders = [...heads].map(([party, streams]) => {
    const items = [...streams].map(([stream, { sequence, record }]) => ({
      key: stream,
      leaf: slowHead(stream, sequence, record),
    }));
    return { key: party, leaf: slowHolder(party, slowMapRoot(items)) };
  });
  return slowMapRoot(holders) as Hex;
}

async function publish(
  folder: string,
  { header, id }: LiedBatch,
  records: readonly SignedRecord[],
): Promise<void> {
  const receipt = {
    acceptedAt: header.sealedAt,
    anchorBy: header.sealedAt,
    signature: `0x${'11'.repeat(65)}`,
  };
  const lines = records.map(({ id: record, submission: { record: content, statement, signature } }, index) =>
    JSON.stringify({
      id: record,
      record: content,
      statement,
      signature,
      receipt,
      arrival: index + 1,
      public: false,
      entries: null,
    }),
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
