import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { parseJson } from '../../core/encoding/json.ts';
import { hashSchema, parseWith, uintSchema } from '../../core/encoding/schema.ts';
import { type Domain, domainSchema } from '../../core/hashing/domain.ts';
import { HASH_BYTES, hashAt } from '../../core/hashing/hash-order.ts';
import type { AppliedRecords } from './apply-batch.ts';
import type { RecordColumns } from './check-lines.ts';
import { HeadsLedger } from './heads-ledger.ts';
import { REPLAY_CODES, type ReplayCode } from './replay-codes.ts';
import { ReplayError } from './replay-error.ts';
import { createState, type ReplayState } from './replay-state.ts';

/** The format of the folder of a replay. */
const STATE_FORMAT = 'carbon-ledger-replay/1';
const STATE_FILE = 'state.json';
const FILES = ['parties', 'streams', 'records'] as const;
type FileName = (typeof FILES)[number];

/** Bytes of a row: a party; a stream and its party; a record, its stream, its sequence, and whether it moved its head. */
const ROW: Readonly<Record<FileName, number>> = {
  parties: HASH_BYTES,
  streams: HASH_BYTES + 4,
  records: HASH_BYTES + 4 + 8 + 1,
};

/** Rows that are read together. */
const READ_TOGETHER = 1 << 14;
/** Milliseconds between two savings: a replay that is killed repeats at most what it did in this time. */
const SAVE_EVERY = 250;

const codeSchema = z.enum(Object.keys(REPLAY_CODES) as [ReplayCode, ...ReplayCode[]]);

const stateSchema = z.strictObject({
  format: z.literal(STATE_FORMAT),
  domain: domainSchema,
  rows: z.strictObject({ parties: uintSchema(), streams: uintSchema(), records: uintSchema() }),
  progress: z.strictObject({
    number: uintSchema(),
    header: hashSchema,
    sealedAt: uintSchema(),
    block: uintSchema(),
    heads: hashSchema,
    records: uintSchema(),
    counts: z.partialRecord(codeSchema, uintSchema()),
    findings: z.array(
      z.strictObject({
        code: codeSchema,
        batch: uintSchema(),
        record: z.string().nullable(),
        message: z.string(),
      }),
    ),
  }),
});

/**
 * The folder in which a replay keeps its state. Parties, streams and records are only appended. `state.json` says how many rows of
 * them count, and is replaced at once: a crash leaves the state of an earlier batch, and rows after it that are cut off.
 */
export interface StateFolder {
  readonly state: ReplayState;
  /** Adds what a batch added to the state. It is written at once, or together with the next ones. */
  add(columns: RecordColumns, applied: AppliedRecords): Promise<void>;
  /** Writes what was added. */
  save(): Promise<void>;
  /** Returns the ledger as it was after its first `records` records, from what was written. @throws ReplayError `state-damaged` */
  ledgerAfter(records: number): Promise<HeadsLedger>;
  close(): Promise<void>;
}

/**
 * Opens the folder of a replay, which is made if it is missing, and reads its state.
 * @throws ReplayError `state-damaged`, `state-differs`
 */
export async function openStateFolder(
  folder: string,
  domain: Domain,
  isFresh: boolean,
): Promise<StateFolder> {
  await mkdir(folder, { recursive: true });
  if (isFresh) for (const name of [STATE_FILE, ...FILES]) await rm(join(folder, name), { force: true });
  const saved = await readState(folder, domain);
  const files: Partial<Files> = {};
  try {
    for (const name of FILES) files[name] = await openRows(folder, name, saved?.rows[name] ?? 0);
    const state = createState();
    if (saved !== null) {
      Object.assign(state.progress, saved.progress);
      await restoreRows(folder, state.ledger, files as Files, saved.rows);
      checkRoot(folder, state);
    }
    return new Folder(folder, domain, state, files as Files);
  } catch (error) {
    for (const file of Object.values(files)) await file.close();
    throw error;
  }
}

type Files = Record<FileName, FileHandle>;

type SavedState = z.infer<typeof stateSchema>;

async function readState(folder: string, domain: Domain): Promise<SavedState | null> {
  const bytes = await readFile(join(folder, STATE_FILE)).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw damaged(folder, String(error), error);
  });
  if (bytes === null) return null;
  const saved = parseState(folder, bytes);
  if (saved.domain.chainId === domain.chainId && saved.domain.ledger === domain.ledger) return saved;
  throw new ReplayError(
    'state-differs',
    `${folder} belongs to ledger ${saved.domain.ledger} on chain ${saved.domain.chainId}, expected ${domain.ledger} on chain ${domain.chainId}. Name another folder with --state, or start over with --fresh.`,
  );
}

function parseState(folder: string, bytes: Uint8Array): SavedState {
  try {
    return parseWith(stateSchema, parseJson(bytes));
  } catch (cause) {
    throw damaged(folder, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function damaged(folder: string, why: string, cause?: unknown): ReplayError {
  return new ReplayError(
    'state-damaged',
    `The state in ${folder} is damaged: ${why}. Start over with --fresh.`,
    cause,
  );
}

/** Opens a file of rows for appending, cut to the rows that count. */
async function openRows(folder: string, name: FileName, rows: number): Promise<FileHandle> {
  const file = await open(join(folder, name), 'a+');
  const { size } = await file.stat();
  if (size >= rows * ROW[name]) {
    await file.truncate(rows * ROW[name]);
    return file;
  }
  await file.close();
  throw damaged(folder, `${name} has fewer than ${rows} rows`);
}

async function* readRows(file: FileHandle, width: number, rows: number): AsyncGenerator<Buffer> {
  for (let row = 0; row < rows; row += READ_TOGETHER) {
    const count = Math.min(READ_TOGETHER, rows - row);
    const { buffer } = await file.read(Buffer.alloc(count * width), 0, count * width, row * width);
    for (let at = 0; at < count; at++) yield buffer.subarray(at * width, (at + 1) * width);
  }
}

/** Reads rows into the ledger. Heads follow from the records. */
async function restoreRows(
  folder: string,
  ledger: HeadsLedger,
  files: Readonly<Files>,
  rows: Readonly<Record<FileName, number>>,
): Promise<void> {
  const parties: Uint8Array[] = [];
  for await (const row of readRows(files.parties, ROW.parties, rows.parties)) parties.push(row);
  for await (const row of readRows(files.streams, ROW.streams, rows.streams)) {
    const party = parties[row.readUInt32LE(HASH_BYTES)];
    if (party === undefined) throw damaged(folder, 'a stream has no party');
    ledger.addStream(row, party, 0);
  }
  let record = 0;
  for await (const row of readRows(files.records, ROW.records, rows.records)) {
    const stream = row.readInt32LE(HASH_BYTES);
    const sequence = row.readDoubleLE(HASH_BYTES + 4);
    if (!ledger.addRecord(row, 0, stream < 0 ? null : stream)) throw damaged(folder, 'a record is repeated');
    if (row[ROW.records - 1] === 1 && sequence > ledger.sequenceOf(stream))
      ledger.move(stream, record, sequence);
    record++;
  }
}

/** The root of the heads map must be the saved one. */
function checkRoot(folder: string, { ledger, progress }: ReplayState): void {
  const root = ledger.updateMaps();
  if (root !== progress.heads)
    throw damaged(folder, `its heads have the root ${root}, expected ${progress.heads}`);
}

class Folder implements StateFolder {
  readonly state: ReplayState;
  readonly #folder: string;
  readonly #domain: Domain;
  readonly #files: Readonly<Files>;
  readonly #rows: Record<FileName, number>;
  #added: Buffer[] = [];
  #savedAt = performance.now();

  constructor(folder: string, domain: Domain, state: ReplayState, files: Readonly<Files>) {
    this.#folder = folder;
    this.#domain = domain;
    this.state = state;
    this.#files = files;
    const { parties, streams, records } = state.ledger;
    this.#rows = { parties: parties.count, streams: streams.count, records: records.count };
  }

  async add(
    { ids, sequences, count }: RecordColumns,
    { isNew, streams, moved }: AppliedRecords,
  ): Promise<void> {
    const rows = Buffer.alloc(count * ROW.records);
    let at = 0;
    for (let index = 0; index < count; index++) {
      if (isNew[index] !== 1) continue;
      rows.set(hashAt(ids, index), at);
      rows.writeInt32LE(streams[index]!, at + HASH_BYTES);
      rows.writeDoubleLE(sequences[index]!, at + HASH_BYTES + 4);
      rows[at + ROW.records - 1] = moved[index]!;
      at += ROW.records;
    }
    this.#added.push(rows.subarray(0, at));
    if (performance.now() - this.#savedAt >= SAVE_EVERY) await this.save();
  }

  async save(): Promise<void> {
    const { ledger, progress } = this.state;
    await this.#append('parties', this.#newParties());
    await this.#append('streams', this.#newStreams());
    await this.#append('records', Buffer.concat(this.#added));
    this.#added = [];
    const { parties, streams, records } = ledger;
    Object.assign(this.#rows, { parties: parties.count, streams: streams.count, records: records.count });
    const saved: SavedState = {
      format: STATE_FORMAT,
      domain: this.#domain,
      rows: this.#rows,
      progress,
    };
    const path = join(this.#folder, STATE_FILE);
    await writeFile(`${path}.new`, JSON.stringify(saved), { flush: true });
    await rename(`${path}.new`, path);
    this.#savedAt = performance.now();
  }

  async ledgerAfter(records: number): Promise<HeadsLedger> {
    const ledger = new HeadsLedger();
    await restoreRows(this.#folder, ledger, this.#files, { ...this.#rows, records });
    ledger.updateMaps();
    return ledger;
  }

  async close(): Promise<void> {
    for (const file of Object.values(this.#files)) await file.close();
  }

  #newParties(): Buffer {
    const { parties } = this.state.ledger;
    const rows: Uint8Array[] = [];
    for (let party = this.#rows.parties; party < parties.count; party++) rows.push(parties.at(party));
    return Buffer.concat(rows);
  }

  #newStreams(): Buffer {
    const { ledger } = this.state;
    const first = this.#rows.streams;
    const rows = Buffer.alloc((ledger.streams.count - first) * ROW.streams);
    for (let stream = first; stream < ledger.streams.count; stream++) {
      const at = (stream - first) * ROW.streams;
      rows.set(ledger.streams.at(stream), at);
      rows.writeUInt32LE(ledger.partyOf(stream), at + HASH_BYTES);
    }
    return rows;
  }

  async #append(name: FileName, rows: Buffer): Promise<void> {
    if (rows.length === 0) return;
    await this.#files[name].appendFile(rows);
    await this.#files[name].datasync();
  }
}
