import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HDNodeWallet, Mnemonic, randomBytes } from 'ethers';
import type { Hex } from '../../core/encoding/hex.ts';
import { writeWhole } from '../files/whole-file.ts';

/** The holders of keys in a local ledger. Each has a separate account, derived from the chain's phrase (BIP 44). */
const HOLDERS = [
  'admin',
  'registrar',
  'anchorer',
  'operator',
  'provider',
  'company',
  'auditor',
  'exchange',
  'regulator',
  'customer',
] as const;

export type KeyHolder = (typeof HOLDERS)[number];

/** A key of a local ledger. It is only for development, because its file is not encrypted. */
export interface LocalKey {
  /** In EIP-55 form. */
  readonly address: string;
  readonly privateKey: Hex;
  readonly file: string;
}

/** Derives the keys of a local ledger and writes each to a file that only its owner can read. */
export async function writeLocalKeys(
  folder: string,
  mnemonic: string,
): Promise<Readonly<Record<KeyHolder, LocalKey>>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keys = HOLDERS.map((holder, index) => {
    const { address, privateKey } = HDNodeWallet.fromPhrase(mnemonic, undefined, `m/44'/60'/0'/0/${index}`);
    return [holder, { address, privateKey: privateKey as Hex, file: join(folder, `${holder}.key`) }] as const;
  });
  for (const [, { file, privateKey }] of keys) await writeWhole(file, `${privateKey}\n`, 0o600);
  return Object.fromEntries(keys) as Record<KeyHolder, LocalKey>;
}

/** Returns the phrase saved in a folder of keys. The first call makes it. */
export async function readOrMakeMnemonic(folder: string): Promise<string> {
  const file = join(folder, 'phrase');
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null) return kept.trim();
  const { phrase } = Mnemonic.fromEntropy(randomBytes(16));
  await writeWhole(file, `${phrase}\n`, 0o600);
  return phrase;
}

/** Returns the file with 32 random bytes, in hex, that has a name in a folder of keys. The first call makes it. */
export async function makeRandomKey(folder: string, name: string): Promise<string> {
  const file = join(folder, `${name}.key`);
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept === null) await writeWhole(file, `${Buffer.from(randomBytes(32)).toString('hex')}\n`, 0o600);
  return file;
}
