import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureBundles } from '../million/bundles.ts';
import { measureDisk } from '../million/disk.ts';
import type { ImportFigures, MillionFigures } from '../million/figures.ts';
import { importFiles } from '../million/import-files.ts';
import { type BenchLedger, startBenchLedger } from '../million/ledger.ts';
import { listFamily, readPostmaster, watchMemory } from '../million/memory.ts';
import { type Progress, openProgress } from '../million/progress.ts';
import { writeRow } from '../million/report.ts';
import { chooseIds, verifySample } from '../million/sample.ts';
import { type SignedFile, signFiles } from '../million/sign-files.ts';
import { measureEmptyStart, measureRestart, measureStart } from '../million/starts.ts';
import { countFinal, waitUntilFinal } from '../million/wait-final.ts';
import type { Row } from '../tools/row.ts';

const RECORDS = 1_000_000;
const PARTIES = 20;
/** As many bodies as a server accepts at the same time. */
const FILES = 4;
const SAMPLE = 1_000;
const READ = 4_000;
const CLIENTS = 64;
const SEED = 3;

/** Measures the import of many records into a whole ledger of separate processes, then its reads and its starts. */
export async function measureRow(): Promise<Row> {
  const records = Number(process.env['MILLION_RECORDS'] ?? RECORDS);
  if (!Number.isSafeInteger(records) || records < PARTIES)
    throw new Error(
      `MILLION_RECORDS must be a whole number of at least ${PARTIES}, got ${process.env['MILLION_RECORDS']}`,
    );
  const progress = openProgress();
  const folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-million-'));
  try {
    return writeRow(await measureIn(folder, records, progress));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureIn(folder: string, records: number, progress: Progress): Promise<MillionFigures> {
  progress.part('Starting an empty ledger');
  const emptyStart = await measureEmptyStart(join(folder, 'empty'));
  progress.part('Starting the ledger');
  const home = join(folder, 'ledger');
  let ledger = await startBenchLedger(home, PARTIES);
  try {
    progress.part(`Signing ${records.toLocaleString('en-GB')} records`);
    const begin = performance.now();
    const files = await signFiles(
      folder,
      ledger.domain,
      { records, parties: PARTIES, files: FILES },
      progress,
    );
    const signed = performance.now() - begin;
    const imported = await importAll(ledger, files, progress);
    const ids = chooseIds(files, SAMPLE, SEED);
    progress.part(`Verifying ${ids.length.toLocaleString('en-GB')} proof files`);
    const verifyBegin = performance.now();
    const count = await verifySample(ledger, ids, progress);
    const verified = { count, of: ids.length, wall: performance.now() - verifyBegin };
    progress.part('Reading proof files');
    const bundles = await measureBundles(ledger, chooseIds(files, READ, SEED + 1), CLIENTS, progress);
    const disk = await measureDisk(ledger);
    progress.part('Restarting');
    const again = await measureRestart(ledger, ids[0]!);
    ledger = again.ledger;
    await ledger.stop();
    const start = await measureStart(home, ids[0]!);
    const { figures: restart } = again;
    return {
      records,
      parties: PARTIES,
      signed,
      imported,
      verified,
      bundles,
      disk,
      restart,
      start,
      emptyStart,
    };
  } finally {
    progress.part('Stopping');
    await ledger.stop();
  }
}

async function importAll(
  ledger: BenchLedger,
  files: readonly SignedFile[],
  progress: Progress,
): Promise<ImportFigures> {
  progress.part('Importing');
  const { api, sealer, indexer } = ledger.programs;
  const begin = performance.now();
  const running = importFiles(files, ledger.url, progress);
  const memory = watchMemory([
    { name: 'api', pids: () => [api.pid] },
    { name: 'sealer and anchorer', pids: () => [sealer.pid] },
    { name: 'indexer', pids: () => [indexer.pid] },
    { name: 'PostgreSQL, all processes', pids: () => listFamily(readPostmaster(ledger.home.postgres)) },
    { name: `command line, ${FILES} processes`, pids: running.pids },
  ]);
  try {
    await running.done;
    const accepted = performance.now() - begin;
    progress.part('Waiting until all records are final');
    const batches = await waitUntilFinal(ledger, progress);
    const final = performance.now() - begin;
    return { accepted, final, batches, anchored: await countFinal(ledger.url), memory: memory.stop() };
  } finally {
    running.stop();
    memory.stop();
  }
}
