import { readdirSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { startLocalChain } from '../../devnet/chain/local-chain.ts';

/** The versions whose golden files are recorded, each a folder here; `scripts/record-golden-files.ts` writes one. */
export const RECORDED = readdirSync(import.meta.dirname, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** The SHA-256 of each released engine: policies and runs name it. */
export const ENGINES: Readonly<Record<string, string>> = {
  '1.0.0': '0x3c807db9d4695422266393bd448ea1fc9ee307f8d1fd2bf4922a80966a4fd3a2',
};

/** Returns the path of a golden file. */
export function goldenPath(version: string, name: string): string {
  return join(import.meta.dirname, version, name);
}

/** Returns a golden file as JSON. */
export function readGolden(version: string, name: string): unknown {
  return JSON.parse(readFileSync(goldenPath(version, name), 'utf8'));
}

/** Returns the names, without their ending, of the golden files in a folder that have this ending. */
export function listGolden(version: string, folder: string, ending: string): string[] {
  return readdirSync(goldenPath(version, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name.slice(0, -ending.length)));
}

/** Returns how many batches and records were published at the recording. */
export function countPublished(version: string): { readonly batches: number; readonly records: number } {
  const batches = listGolden(version, 'home/publication/batches', '.ndjson');
  const lines = batches.map((name) =>
    readFileSync(goldenPath(version, `${name}.ndjson`), 'utf8').split('\n'),
  );
  return { batches: batches.length, records: lines.reduce((sum, { length }) => sum + length - 1, 0) };
}

/** Copies the recorded folder of `npm start` to a new place, as it was when the ledger stopped, without its database. */
export async function copyHome(version: string): Promise<string> {
  const home = join(await mkdtemp(join(tmpdir(), 'carbon-ledger-recorded-')), '.carbon-ledger');
  await cp(goldenPath(version, 'home'), home, { recursive: true });
  const packed = join(home, 'chain/state.json.br');
  await writeFile(join(home, 'chain/state.json'), brotliDecompressSync(await readFile(packed)));
  await rm(packed);
  // Git keeps no modes, and a key file that others may read is refused.
  for (const name of await readdir(join(home, 'keys'))) await chmod(join(home, 'keys', name), 0o600);
  return home;
}

/** The recorded chain, which continues. */
export interface RecordedChain {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the recorded chain as `npm start` does, on a copy of its state. */
export async function startRecordedChain(version: string): Promise<RecordedChain> {
  const home = await copyHome(version);
  const chain = await startLocalChain({ stateFile: join(home, 'chain/state.json') });
  return {
    url: chain.url,
    async stop() {
      await chain.stop();
      await rm(join(home, '..'), { recursive: true });
    },
  };
}
