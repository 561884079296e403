import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { writeWhole } from '../files/whole-file.ts';

/** Stores a state that anvil dumped, compressed by gzip. A crash leaves either the old state or the new one. */
export async function storeState(stateFile: string, dump: Uint8Array): Promise<void> {
  await writeWhole(nameStored(stateFile), dump);
  await rm(stateFile, { force: true });
}

/** Unpacks the last stored state and returns the file for anvil to load; null if there is no state. */
export function unpackState(stateFile: string): string | null {
  const stored = nameStored(stateFile);
  if (!existsSync(stored)) return null;
  writeFileSync(stateFile, gunzipSync(readFileSync(stored)));
  return stateFile;
}

function nameStored(stateFile: string): string {
  return `${stateFile}.gz`;
}
