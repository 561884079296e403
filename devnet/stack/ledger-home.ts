import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { addressSchema } from '../../core/hashing/domain.ts';
import { uintSchema } from '../../core/encoding/schema.ts';
import { DevnetError } from '../terminal/devnet-error.ts';

/** The default folder of `npm start` for its ledger: database, chain, keys, example. */
export const DEFAULT_HOME = '.carbon-ledger';

/** The paths in the folder of a local ledger. */
export interface LedgerHome {
  readonly folder: string;
  readonly postgres: string;
  readonly chainState: string;
  readonly keys: string;
  /** The file with the addresses of the deployed contracts. */
  readonly deploymentFile: string;
  /** The file with the ledger's URL and addresses, for the command line. */
  readonly ledgerFile: string;
  readonly policyFile: string;
  /** The folder of the publication. */
  readonly publication: string;
  /** The folder of the documents that entries name. */
  readonly documents: string;
  readonly example: string;
  readonly lock: string;
  readonly log: string;
}

/** Returns the paths of a local ledger's folder. */
export function nameHome(folder: string): LedgerHome {
  return {
    folder,
    postgres: join(folder, 'postgres'),
    chainState: join(folder, 'chain', 'state.json'),
    keys: join(folder, 'keys'),
    deploymentFile: join(folder, 'chain', 'deployment.json'),
    ledgerFile: join(folder, 'ledger.json'),
    policyFile: join(folder, 'policy.json'),
    publication: join(folder, 'publication'),
    documents: join(folder, 'documents'),
    example: join(folder, 'example'),
    lock: join(folder, 'start.pid'),
    log: join(folder, 'ledger.log'),
  };
}

const deploymentSchema = z.strictObject({
  chainId: uintSchema(1),
  ledger: addressSchema,
  registry: addressSchema,
  startBlock: uintSchema(),
});

/** The contracts of a local ledger and the block from which to read. */
export type LocalDeployment = z.infer<typeof deploymentSchema>;

/** Reads the deployment of this folder's ledger; null if it was never deployed. @throws DevnetError `damaged` */
export async function readDeployment({ deploymentFile }: LedgerHome): Promise<LocalDeployment | null> {
  const text = await readFile(deploymentFile, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return deploymentSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new DevnetError(
      'damaged',
      `${deploymentFile} is damaged. Move the folder away to start with a new ledger.`,
      cause,
    );
  }
}

/** Locks the folder and returns a function that unlocks it. @throws DevnetError `already-running` if another start holds the lock */
export async function lockHome({ folder, lock }: LedgerHome): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const holder = Number(await readFile(lock, 'utf8').catch(() => '0'));
  if (holder > 0 && holder !== process.pid && (await isStarting(holder))) {
    throw new DevnetError(
      'already-running',
      `A ledger already runs from ${folder} (process ${holder}): stop it first, or set LEDGER_HOME to another folder.`,
    );
  }
  await writeFile(lock, String(process.pid));
  return async () => rm(lock, { force: true });
}

/** Returns whether a process is a start of a ledger. The id alone is not enough, because ids of ended processes are reused. */
async function isStarting(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'start.ts');
  return command.includes('start.ts');
}
