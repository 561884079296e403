import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keccak256, toUtf8Bytes, Wallet } from 'ethers';

const VALID_MS = 10 * 60_000;

/** Allows a party to read the private entries of a record. Signs in with the key of the record's party (EIP-4361). */
export async function grantReading(
  home: string,
  { record, party, keyFile }: { readonly record: string; readonly party: string; readonly keyFile: string },
): Promise<void> {
  const { url, chainId } = JSON.parse(await readFile(join(home, 'ledger.json'), 'utf8')) as {
    url: string;
    chainId: number;
  };
  const wallet = new Wallet((await readFile(keyFile, 'utf8')).trim());
  const { nonce } = (await ask(`${url}/v1/session/nonce`)) as { nonce: string };
  const message = formatSignIn(wallet.address, { url, chainId, nonce });
  const signature = await wallet.signMessage(message);
  const { token } = (await ask(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message, signature }),
  })) as { token: string };
  const grantee = keccak256(toUtf8Bytes(party));
  const headers = { authorization: `Bearer ${token}` };
  await ask(`${url}/v1/records/${record}/grants/${grantee}`, { method: 'PUT', headers });
}

function formatSignIn(
  address: string,
  { url, chainId, nonce }: { readonly url: string; readonly chainId: number; readonly nonce: string },
): string {
  const now = Date.now();
  return [
    `${new URL(url).host} wants you to sign in with your Ethereum account:`,
    address,
    '',
    'Read private entries of this ledger.',
    '',
    `URI: ${url}`,
    'Version: 1',
    `Chain ID: ${chainId}`,
    `Nonce: ${nonce}`,
    `Issued At: ${new Date(now).toISOString()}`,
    `Expiration Time: ${new Date(now + VALID_MS).toISOString()}`,
  ].join('\n');
}

async function ask(url: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  return response.json();
}
