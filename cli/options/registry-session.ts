import { Wallet } from 'ethers';
import { readChainId } from '../../chain/rpc/chain-id.ts';
import { openProvider } from '../../chain/rpc/provider.ts';
import { ChainRefusal } from '../../chain/contracts/refusal.ts';
import { openRegistryWriter, type RegistryWriter } from '../../chain/contracts/registry.ts';
import { openRpcReader } from '../../chain/rpc-reader.ts';
import { parseAddress } from '../../core/hashing/domain.ts';
import { formatHex } from '../../core/encoding/hex.ts';
import { ChainError, UsageError } from '../terminal/usage-error.ts';
import { openKey } from './key-file.ts';
import { readLedgerFile } from './ledger-file.ts';
import type { PasswordOptions } from './password.ts';
import { findRpcUrls, type RpcOptions } from './rpc-options.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Options of a command that writes to the registry. */
export interface RegistryOptions extends RpcOptions, PasswordOptions {
  /** Key file of a registrar, or of the party if it acts for itself. */
  readonly key: string;
  readonly registry?: string;
  readonly ledger?: string;
}

/**
 * Returns what `write` returns, given the registry and the address that writes to it.
 * @throws ChainError, ReaderError, UsageError
 */
export async function writeToRegistry<Out>(
  terminal: Terminal,
  options: RegistryOptions,
  write: (registry: RegistryWriter, sender: string) => Promise<Out>,
): Promise<Out> {
  const url = (await findRpcUrls(terminal, options))[0]!;
  const chainId = await readChainId(url);
  const address = await findRegistry(terminal, options, { url, chainId });
  const key = await openKey(terminal, options.key, options);
  const provider = openProvider(url, chainId);
  try {
    return await write(
      openRegistryWriter(address, new Wallet(formatHex(key.privateKey), provider)),
      key.address,
    );
  } catch (error) {
    throw explainSending(error, key.address);
  } finally {
    provider.destroy();
  }
}

async function findRegistry(
  terminal: Terminal,
  { registry, ledger }: RegistryOptions,
  { url, chainId }: { url: string; chainId: number },
): Promise<string> {
  if (registry !== undefined) return parseAddress(registry);
  const file = ledger === undefined ? await readLedgerFile(terminal) : null;
  const contract = ledger ?? file?.ledger;
  if (contract === undefined)
    throw new UsageError(
      'no-ledger',
      'no registry is known: give its address with --registry, or the ledger with --ledger',
    );
  const reader = openRpcReader({
    urls: [url],
    quorum: 1,
    finality: { confirmations: 0 },
    chainId,
    ledger: parseAddress(contract),
  });
  return file?.registry ?? (await reader.registry());
}

/** Returns the error for the user when a transaction was not mined: rejected by a contract or the node, or not sent. */
function explainSending(error: unknown, sender: string): unknown {
  if (error instanceof ChainRefusal) return new ChainError('chain-refused', error.message, error);
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'INSUFFICIENT_FUNDS') {
    return new ChainError(
      'chain-refused',
      `the account ${sender} cannot pay for the transaction: send it some of the chain's currency`,
      error,
    );
  }
  if (['NETWORK_ERROR', 'TIMEOUT', 'SERVER_ERROR', 'ECONNREFUSED', 'ECONNRESET'].includes(code)) {
    return new ChainError(
      'chain-unreachable',
      `the chain cannot be reached: ${error.message}. Check the endpoint in --rpc`,
      error,
    );
  }
  const short = 'shortMessage' in error ? String(error.shortMessage) : error.message;
  return code === '' ? error : new ChainError('chain-refused', `the transaction failed: ${short}`, error);
}
