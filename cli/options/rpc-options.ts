import type { Command } from 'commander';
import { UsageError } from '../terminal/usage-error.ts';
import { readLedgerFile } from './ledger-file.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The option that names endpoints of the chain. */
export interface RpcOptions {
  readonly rpc?: readonly string[];
}

/** Adds the option that names endpoints of the chain. */
export function addRpcOption(command: Command, otherwise: string): Command {
  return command.option('--rpc <url...>', `endpoints of the chain (else ${otherwise})`);
}

/** Returns http(s) URLs of endpoints. @throws UsageError `option` */
export function parseRpcUrls(urls: readonly string[]): string[] {
  const bad = urls.find((url) => !URL.canParse(url) || !/^https?:/.test(url));
  if (bad !== undefined) throw new UsageError('option', `--rpc needs an http or https URL, got ${bad}`);
  return [...urls];
}

/**
 * Returns the endpoints of the chain: from the option, LEDGER_RPC_URL (separated by commas), or `.carbon-ledger/ledger.json`.
 * @throws UsageError `option`, `no-ledger`
 */
export async function findRpcUrls(terminal: Terminal, { rpc }: RpcOptions): Promise<string[]> {
  const fromFile = async (): Promise<string[]> => {
    const url = (await readLedgerFile(terminal))?.rpcUrl;
    return url === undefined ? [] : [url];
  };
  const urls = rpc ?? terminal.env['LEDGER_RPC_URL']?.split(',') ?? (await fromFile());
  if (urls.length > 0) return parseRpcUrls(urls);
  throw new UsageError(
    'no-ledger',
    'no endpoint of the chain is known: give one with --rpc http://…, or set LEDGER_RPC_URL',
  );
}
