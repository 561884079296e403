import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { digestEngine, openEngines } from '../../jobs/engines/engine-files.ts';
import { startLocalChain } from '../../devnet/chain/local-chain.ts';

/** When the home was recorded, in unix seconds. */
export const RECORDED_AT = Math.floor(Date.parse(readRecorded('recorded-at').toString().trim()) / 1000);
/** The file of the engine that the recorded runs name. Another one may be in `engines/` by now. */
export const RECORDED_ENGINE: Uint8Array = unpackRecorded('engine.mjs');
export const RECORDED_DIGEST = digestEngine(RECORDED_ENGINE);
export const openRecordedEngine = openEngines(() => Promise.resolve(RECORDED_ENGINE));
/** The copy of the disclosure with one changed digit. */
export const TAMPERED = 'disclosure-tampered';
/** The names of the proof files, without the tampered one. */
export const PROOFS = readdirSync(recordedPath('home/example'))
  .map((name) => name.replace('.carbon-proof.json', ''))
  .filter((name) => name !== TAMPERED);

/** Returns the path of a recorded file. */
export function recordedPath(name: string): string {
  return join(import.meta.dirname, name);
}

/** Returns the path of a recorded proof file. */
export function proofPath(name: string): string {
  return recordedPath(`home/example/${name}.carbon-proof.json`);
}

/** Returns a recorded file. */
export function readRecorded(name: string): Buffer {
  return readFileSync(recordedPath(name));
}

/** Returns a recorded file as JSON. */
export function parseRecorded(name: string): unknown {
  return JSON.parse(readRecorded(name).toString());
}

/** Returns a recorded file that is kept compressed. */
export function unpackRecorded(name: string): Buffer {
  return brotliDecompressSync(readRecorded(`${name}.br`));
}

/** The recorded chain, which continues. */
export interface RecordedChain {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the recorded chain as `npm start` does, on a copy of its state. */
export async function startRecordedChain(): Promise<RecordedChain> {
  const folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-recorded-'));
  await cp(recordedPath('home/chain'), folder, { recursive: true });
  const chain = await startLocalChain({ stateFile: join(folder, 'state.json') });
  return {
    url: chain.url,
    async stop() {
      await chain.stop();
      await rm(folder, { recursive: true });
    },
  };
}
