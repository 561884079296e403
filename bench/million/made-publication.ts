import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSign } from '../../chain/keys/native-signatures.ts';
import { HeadsLedger } from '../../jobs/replay/heads-ledger.ts';
import { type BatchHeader, hashHeader, hashSealed } from '../../core/batches/batch.ts';
import { type Hex, ZERO_HASH, bytesOf } from '../../core/encoding/hex.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { buildTree, treeRoot } from '../../core/merkle/tree.ts';
import {
  BATCH_FOLDER,
  LEDGER_FILE,
  nameBatchFile,
  nameRecordsFile,
  PUBLICATION_FORMAT,
} from '../../core/publication/format.ts';
import { hashStream, type LedgerRecord } from '../../core/records/record.ts';
import { LoadSigner, makeLoadParty } from './records.ts';

/** The ledger of made publications. */
export const MADE_DOMAIN: Domain = { chainId: 31_337, ledger: '0xC83ae492a04d56a7b9E23d308BdFB63c601735E2' };
/** How many parties sign the records, and when the first batch is sealed. */
export const MADE_PARTIES = 100;
export const FIRST_SEAL = 1_735_689_600;

/** Writes a publication of `batches` batches of `size` records each, as an honest ledger would; returns the headers. */
export async function makePublication(folder: string, batches: number, size: number): Promise<BatchHeader[]> {
  const sign = openSign();
  const signers = Array.from(
    { length: MADE_PARTIES },
    (_, index) => new LoadSigner(MADE_DOMAIN, makeLoadParty(index), sign),
  );
  await mkdir(join(folder, BATCH_FOLDER), { recursive: true });
  await writeFile(join(folder, LEDGER_FILE), JSON.stringify({ format: PUBLICATION_FORMAT, ...MADE_DOMAIN }));
  const ledger = new HeadsLedger();
  const headers: BatchHeader[] = [];
  let previous: Hex = ZERO_HASH;
  for (let number = 1; number <= batches; number++) {
    const made = Array.from({ length: size }, (_, index) =>
      makeRecord(signers[index % MADE_PARTIES]!, ledger, index),
    );
    const header = {
      number,
      previous,
      records: treeRoot(buildTree(concatAll(made.map(({ leaf }) => bytesOf(leaf))))),
      recordCount: size,
      heads: ledger.updateMaps(),
      sealedAt: FIRST_SEAL + number,
    };
    previous = hashHeader(header);
    const lines = made.sort((a, b) => (a.leaf < b.leaf ? -1 : 1)).map(({ line }) => `${line}\n`);
    await writeBatch(folder, header, previous, lines.join(''));
    headers.push(header);
  }
  return headers;
}

function concatAll(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

function makeRecord(signer: LoadSigner, ledger: HeadsLedger, index: number): { leaf: Hex; line: string } {
  const { id, line } = signer.next();
  const {
    record,
    statement,
    signature,
    entries,
    public: isPublic = false,
  } = JSON.parse(line) as {
    record: LedgerRecord;
    statement: object;
    signature: Hex;
    entries?: unknown[];
    public?: boolean;
  };
  const stream = ledger.addStream(bytesOf(hashStream(record)), bytesOf(record.party), 0);
  ledger.addRecord(bytesOf(id), 0, stream);
  ledger.move(stream, ledger.records.count - 1, record.sequence);
  const receipt = { acceptedAt: FIRST_SEAL, anchorBy: FIRST_SEAL, signature };
  const published = {
    id,
    record,
    statement,
    signature,
    receipt,
    arrival: index + 1,
    public: isPublic,
    entries: isPublic ? (entries ?? null) : null,
  };
  return { leaf: hashSealed({ record: id, signature }), line: JSON.stringify(published) };
}

async function writeBatch(folder: string, header: BatchHeader, id: Hex, text: string): Promise<void> {
  const name = { number: header.number, id };
  const sha256 = createHash('sha256').update(text).digest('hex');
  const file = nameRecordsFile(name);
  await writeFile(join(folder, file), text);
  const records = { file, bytes: Buffer.byteLength(text), sha256 };
  await writeFile(
    join(folder, nameBatchFile(name)),
    JSON.stringify({ format: PUBLICATION_FORMAT, id, header, records }),
  );
}
