import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { addressSchema } from '../../core/hashing/domain.ts';
import { parseJson } from '../../core/encoding/json.ts';
import { parseWith, uintSchema } from '../../core/encoding/schema.ts';
import { readBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The folder with the files of a ledger on this machine. */
export const LEDGER_FOLDER = '.carbon-ledger';

const ledgerFileSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  rpcUrl: z.url({ protocol: /^https?$/ }),
  chainId: uintSchema(1),
  ledger: addressSchema,
  registry: addressSchema,
});

/** The addresses of the ledger on this machine, as written by `npm start`. */
export type LedgerFile = z.infer<typeof ledgerFileSchema>;

/** Returns the path of a file in LEDGER_HOME, else in the first `.carbon-ledger` that has it; null if none has it. */
export function findLedgerPath(terminal: Terminal, name: string): string | null {
  const paths = listFolders(terminal).map((folder) => join(folder, name));
  return paths.find((path) => existsSync(path)) ?? null;
}

/** Returns the folders to search. A relative LEDGER_HOME starts in the folder of the project, the last of the homes, as in `npm start`. */
function listFolders({ env, homes }: Terminal): string[] {
  const named = env['LEDGER_HOME'] ?? '';
  if (named !== '') return [resolve(homes.at(-1) ?? '', named)];
  return homes.map((home) => join(home, LEDGER_FOLDER));
}

/** Returns the content of `.carbon-ledger/ledger.json`, null without such a file. @throws BadInput if it is damaged */
export async function readLedgerFile(terminal: Terminal): Promise<LedgerFile | null> {
  const path = findLedgerPath(terminal, 'ledger.json');
  if (path === null) return null;
  return parseWith(ledgerFileSchema, parseJson(await readBytes(terminal, path)));
}
