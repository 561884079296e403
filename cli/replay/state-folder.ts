import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Domain } from '../../core/hashing/domain.ts';
import { HASH_BYTES, hashAt } from '../../core/hashing/hash-order.ts';
import type { AppliedRecords } from '../../jobs/replay/apply-batch.ts';
import type { RecordColumns } from '../../jobs/replay/check-lines.ts';
import { HeadsLedger } from '../../jobs/replay/heads-ledger.ts';
import { ReplayError } from '../../jobs/replay/replay-error.ts';
import type { KeptState } from '../../jobs/replay/replay-ports.ts';
import { createState, type ReplayState } from '../../jobs/replay/replay-state.ts';
import {
  damaged,
  type FileName,
  FILES,
  readState,
  ROW,
  type SavedState,
  STATE_FILE,
  STATE_FORMAT,
} from './state-file.ts';
import { takeLock } from './state-lock.ts';

/** Rows that are read together. */
const READ_TOGETHER = 1 << 14;
/** Milliseconds between two savings, or earlier, when this share of all records is not saved: a replay that is killed repeats at most that. */
const SAVE_EVERY = 250;
const MOST_UNSAVED = 1 / 200;

/**
 * Opens the folder in which a replay keeps its state, which is made if it is missing, and reads the state. Parties, streams and records are
 * only appended. `state.json` says how many rows of them count, with their hashes, and is replaced at once: a crash leaves the state of an
 * earlier batch, and rows after it that are cut off.
 * @throws ReplayError `state-locked`, `state-unusable`, `state-damaged`, `state-differs`
 */
export async function openStateFolder(folder: string, domain: Domain, isFresh: boolean): Promise<KeptState> {
  return useFolder(folder, async () => {
    await mkdir(folder, { recursive: true });
    const lock = await takeLock(folder);
    const files: Partial<Files> = {};
    const close = async (): Promise<void> => {
      for (const file of Object.values(files)) await file.close();
      await lock.release();
    };
    try {
      return await readFolder({ folder, domain, isFresh }, files, close);
    } catch (error) {
      await close();
      throw error;
    }
  });
}

/** Does something with the folder; an error of the system becomes one that says what to check. @throws ReplayError `state-unusable` */
async function useFolder<Out>(folder: string, use: () => Promise<Out>): Promise<Out> {
  try {
    return await use();
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new ReplayError(
      'state-unusable',
      `The state in ${folder} cannot be read or written: ${cause.message}. Check the path, its permissions and the space on its disk, or name another folder with --state.`,
      cause,
    );
  }
}

async function readFolder(
  {
    folder,
    domain,
    isFresh,
  }: { readonly folder: string; readonly domain: Domain; readonly isFresh: boolean },
  files: Partial<Files>,
  close: () => Promise<void>,
): Promise<KeptState> {
  if (isFresh) for (const name of [STATE_FILE, ...FILES]) await rm(join(folder, name), { force: true });
  const saved = await readState(folder, domain);
  for (const name of FILES) files[name] = await openRows(folder, name, saved?.rows[name] ?? 0);
  const state = createState();
  const hashes = createHashes();
  if (saved !== null) {
    Object.assign(state.progress, saved.progress);
    await restoreRows(folder, state.ledger, { files: files as Files, hashes, rows: saved.rows });
    checkRestored(folder, state, { hashes, saved });
  }
  const rows = saved?.rows ?? { parties: 0, streams: 0, records: 0 };
  return new Folder({ folder, domain, state, files: files as Files, hashes, rows, close });
}

type Hashes = Record<FileName, Hash>;

function createHashes(): Hashes {
  const create = (): Hash => createHash('sha256');
  return { parties: create(), streams: create(), records: create() };
}

type Files = Record<FileName, FileHandle>;

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

async function* readRows(from: SavedRows, name: FileName): AsyncGenerator<Buffer> {
  const { files, hashes } = from;
  const [width, rows] = [ROW[name], from.rows[name]];
  for (let row = 0; row < rows; row += READ_TOGETHER) {
    const count = Math.min(READ_TOGETHER, rows - row);
    const { buffer } = await files[name].read(Buffer.alloc(count * width), 0, count * width, row * width);
    hashes[name].update(buffer);
    for (let at = 0; at < count; at++) yield buffer.subarray(at * width, (at + 1) * width);
  }
}

/** The files, how many of their rows count, and the hashes of the rows as they are read. */
interface SavedRows {
  readonly files: Readonly<Files>;
  readonly hashes: Readonly<Hashes>;
  readonly rows: Readonly<Record<FileName, number>>;
}

/** Reads rows into the ledger. Heads follow from the records. */
async function restoreRows(folder: string, ledger: HeadsLedger, from: SavedRows): Promise<void> {
  const parties: Uint8Array[] = [];
  for await (const row of readRows(from, 'parties')) parties.push(row);
  for await (const row of readRows(from, 'streams')) {
    const party = parties[row.readUInt32LE(HASH_BYTES)];
    if (party === undefined) throw damaged(folder, 'a stream has no party');
    ledger.addStream(row, party, 0);
  }
  for await (const row of readRows(from, 'records')) {
    const stream = row.readInt32LE(HASH_BYTES);
    const sequence = row.readDoubleLE(HASH_BYTES + 4);
    const isMoved = row[ROW.records - 1] === 1;
    if (!ledger.addRecord(row, 0, stream < 0 ? null : stream) && !isMoved)
      throw damaged(folder, 'a record is repeated');
    if (isMoved && sequence > ledger.sequenceOf(stream))
      ledger.move(stream, ledger.records.find(row, 0), sequence);
  }
}

/** Rows and heads must be the saved ones. */
function checkRestored(
  folder: string,
  { ledger, progress }: ReplayState,
  { hashes, saved }: { readonly hashes: Readonly<Hashes>; readonly saved: SavedState },
): void {
  for (const name of FILES)
    if (hashes[name].copy().digest('hex') !== saved.digests[name])
      throw damaged(folder, `${name} was changed`);
  const root = ledger.updateMaps();
  if (root !== progress.heads)
    throw damaged(folder, `its heads have the root ${root}, expected ${progress.heads}`);
}

/** What a folder is made of. */
interface FolderParts {
  readonly folder: string;
  readonly domain: Domain;
  readonly state: ReplayState;
  readonly files: Readonly<Files>;
  readonly hashes: Readonly<Hashes>;
  readonly rows: Readonly<Record<FileName, number>>;
  /** Closes the files, and gives the folder back. */
  close(): Promise<void>;
}

class Folder implements KeptState {
  readonly state: ReplayState;
  readonly #parts: FolderParts;
  readonly #rows: Record<FileName, number>;
  #added: Buffer[] = [];
  #unsaved = 0;
  #savedAt = performance.now();

  constructor(parts: FolderParts) {
    this.#parts = parts;
    this.state = parts.state;
    this.#rows = { ...parts.rows };
  }

  async add(
    { ids, sequences, count }: RecordColumns,
    { adds, streams, moved }: AppliedRecords,
  ): Promise<void> {
    const rows = Buffer.alloc(count * ROW.records);
    let at = 0;
    for (let index = 0; index < count; index++) {
      if (adds[index] !== 1) continue;
      rows.set(hashAt(ids, index), at);
      rows.writeInt32LE(streams[index]!, at + HASH_BYTES);
      rows.writeDoubleLE(sequences[index]!, at + HASH_BYTES + 4);
      rows[at + ROW.records - 1] = moved[index]!;
      at += ROW.records;
    }
    this.#added.push(rows.subarray(0, at));
    this.#unsaved += count;
    const isMuch = this.#unsaved >= MOST_UNSAVED * this.state.progress.records;
    if (isMuch || performance.now() - this.#savedAt >= SAVE_EVERY) await this.save();
  }

  save(): Promise<void> {
    return useFolder(this.#parts.folder, () => this.#save());
  }

  async #save(): Promise<void> {
    const { ledger, progress } = this.state;
    await this.#append('parties', this.#newParties());
    await this.#append('streams', this.#newStreams());
    const rows = Buffer.concat(this.#added);
    const added = rows.length / ROW.records;
    await this.#append('records', rows);
    this.#added = [];
    this.#unsaved = 0;
    const { parties, streams } = ledger;
    const { folder, domain, hashes } = this.#parts;
    this.#rows.parties = parties.count;
    this.#rows.streams = streams.count;
    this.#rows.records += added;
    const digest = (name: FileName): string => hashes[name].copy().digest('hex');
    const saved: SavedState = {
      format: STATE_FORMAT,
      domain,
      rows: this.#rows,
      digests: { parties: digest('parties'), streams: digest('streams'), records: digest('records') },
      progress,
    };
    const path = join(folder, STATE_FILE);
    await writeFile(`${path}.new`, JSON.stringify(saved), { flush: true });
    await rename(`${path}.new`, path);
    this.#savedAt = performance.now();
  }

  async ledgerAfter(records: number): Promise<HeadsLedger> {
    const { folder, files } = this.#parts;
    const ledger = new HeadsLedger();
    await restoreRows(folder, ledger, { files, hashes: createHashes(), rows: { ...this.#rows, records } });
    ledger.updateMaps();
    return ledger;
  }

  close(): Promise<void> {
    return this.#parts.close();
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
    const { files, hashes } = this.#parts;
    await files[name].appendFile(rows);
    await files[name].datasync();
    hashes[name].update(rows);
  }
}
