import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HDNodeWallet, Mnemonic, randomBytes } from 'ethers';
import type { Hex } from '../../core/encoding/hex.ts';
import { writeWhole } from './ledger-home.ts';

/** Whose keys a local ledger draws from its chain's phrase, one account each (BIP 44); no account holds two powers. */
const HOLDERS = [
  'admin',
  'registrar',
  'anchorer',
  'operator',
  'provider',
  'company',
  'auditor',
  'exchange',
] as const;

export type KeyHolder = (typeof HOLDERS)[number];

/** A key of a local ledger: for development only, since it stands in a file unencrypted. */
export interface LocalKey {
  /** EIP-55. */
  readonly address: string;
  readonly privateKey: Hex;
  readonly file: string;
}

/** Returns the keys of a local ledger, each also in a file that only its owner may read. */
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

/** Returns the phrase kept in a folder of keys, drawn at the first call. */
export async function readOrMakeMnemonic(folder: string): Promise<string> {
  const file = join(folder, 'phrase');
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null) return kept.trim();
  const { phrase } = Mnemonic.fromEntropy(randomBytes(16));
  await writeWhole(file, `${phrase}\n`, 0o600);
  return phrase;
}
