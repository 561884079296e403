import type { Api } from '../../client/http/api.ts';
import { fetchProof } from '../../client/http/fetch-proof.ts';
import { isHex } from '../../core/encoding/hex.ts';
import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { BUNDLE_FORMAT } from '../../core/proofs/bundle.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { formatOf } from './run-inputs.ts';

/** Returns the proof files of the inputs that are registered: those that were named, and those of records that were named by their ids. @throws ApiError */
export async function readInputProofs(
  terminal: Terminal,
  names: readonly string[],
  openApi: () => Promise<Api>,
): Promise<Uint8Array[]> {
  const read = await Promise.all([...new Set(names)].map((name) => readInputProof(terminal, name, openApi)));
  return read.flatMap((bytes) => bytes ?? []);
}

async function readInputProof(
  terminal: Terminal,
  name: string,
  openApi: () => Promise<Api>,
): Promise<Uint8Array | null> {
  if (isHex(name, 32)) return (await fetchProof(await openApi(), name, {}, () => {})).bytes;
  if (!/\.json$/i.test(name)) return null;
  const bytes = await readBytes(terminal, name);
  const format = readNaming(name, () => formatOf(parseJson(bytes, BUNDLE_JSON)));
  return format === BUNDLE_FORMAT ? bytes : null;
}
