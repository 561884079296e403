import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { addressSchema } from '../../core/hashing/domain.ts';
import { parseJson } from '../../core/encoding/json.ts';
import { parseWith, uintSchema } from '../../core/encoding/schema.ts';
import { readBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The folder in which a ledger on this machine keeps its files. */
export const LEDGER_FOLDER = '.carbon-ledger';

const ledgerFileSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  rpcUrl: z.url({ protocol: /^https?$/ }).optional(),
  chainId: uintSchema(1),
  ledger: addressSchema,
  registry: addressSchema.optional(),
});

/** Where the ledger of this machine is reached, as `npm start` wrote it. */
export type LedgerFile = z.infer<typeof ledgerFileSchema>;

/** Returns the path of a file in LEDGER_HOME, else in the first `.carbon-ledger` that has it; null where none does. */
export function findLedgerPath(terminal: Terminal, name: string): string | null {
  const paths = listFolders(terminal).map((folder) => join(folder, name));
  return paths.find((path) => existsSync(path)) ?? null;
}

/** Like `npm start`, a relative LEDGER_HOME is meant from the project's folder, the last of the homes. */
function listFolders({ env, homes }: Terminal): string[] {
  const named = env['LEDGER_HOME'] ?? '';
  if (named !== '') return [resolve(homes.at(-1) ?? '', named)];
  return homes.map((home) => join(home, LEDGER_FOLDER));
}

/** Returns what `.carbon-ledger/ledger.json` says, null where there is none. @throws BadInput when it is damaged */
export async function readLedgerFile(terminal: Terminal): Promise<LedgerFile | null> {
  const path = findLedgerPath(terminal, 'ledger.json');
  if (path === null) return null;
  return parseWith(ledgerFileSchema, parseJson(await readBytes(terminal, path)));
}
