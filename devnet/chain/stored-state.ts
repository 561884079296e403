import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { writeWhole } from '../files/whole-file.ts';

/** The ending of an unfinished copy that version 1.0.0 was writing. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Stores a state that anvil dumped, compressed by gzip. A crash leaves either the old state or the new one. */
export async function storeState(stateFile: string, dump: Uint8Array): Promise<void> {
  await writeWhole(nameStored(stateFile), dump);
  await removeLoaded(stateFile);
}

/**
 * Unpacks the last stored state and returns the file for anvil to load; null if there is no state. Up to version 1.0.0 anvil wrote
 * this file in place, so a kill could damage it, and the ledger kept a copy of the last whole state. That copy is used then.
 */
export function unpackState(stateFile: string): string | null {
  const [stored, kept] = [nameStored(stateFile), nameKept(stateFile)];
  if (existsSync(stored)) writeFileSync(stateFile, gunzipSync(readFileSync(stored)));
  else if (existsSync(kept) && !isWholeJson(stateFile)) copyFileSync(kept, stateFile);
  return existsSync(stateFile) ? stateFile : null;
}

/** Removes the unpacked state and the files of version 1.0.0. */
async function removeLoaded(stateFile: string): Promise<void> {
  const start = `${basename(stateFile)}.`;
  const folder = dirname(stateFile);
  const copies = (await readdir(folder)).filter(
    (name) => name.startsWith(start) && UUID.test(name.slice(start.length)),
  );
  const files = [stateFile, nameKept(stateFile), ...copies.map((name) => join(folder, name))];
  await Promise.all(files.map((file) => rm(file, { force: true })));
}

function nameStored(stateFile: string): string {
  return `${stateFile}.gz`;
}

function nameKept(stateFile: string): string {
  return `${stateFile}.kept`;
}

function isWholeJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return true;
  } catch {
    return false;
  }
}
