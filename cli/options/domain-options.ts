import type { Command } from 'commander';
import { type Domain, parseDomain } from '../../core/hashing/domain.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { fetchLedger } from '../../client/http/fetch-domain.ts';
import { readLedgerFile } from './ledger-file.ts';
import { findApi, type ServerOptions } from './server-options.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Options that name the ledger. */
export interface DomainOptions extends ServerOptions {
  readonly chainId?: string;
  readonly ledger?: string;
}

/** Adds the options that name the ledger. */
export function addDomainOptions(command: Command): Command {
  return command
    .option('--chain-id <number>', 'chain of the ledger (else from the server)')
    .option('--ledger <address>', 'contract of the ledger (else from the server)');
}

/** Returns a number written on the command line. @throws UsageError `option` */
export function parseNumber(text: string, name: string): number {
  if (/^[0-9]{1,16}$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new UsageError('option', `${name} needs a whole number, got ${text}`);
}

/**
 * Returns the ledger: from the options, else from `.carbon-ledger/ledger.json`, else from the server. Where `--url` or LEDGER_URL names a
 * server, the file is not read: it may be of another ledger.
 * @throws UsageError `option`, `no-ledger`; BadInput `address-syntax`; ApiError
 */
export async function findDomain(terminal: Terminal, options: DomainOptions): Promise<Domain> {
  const { chainId, ledger } = options;
  if (chainId !== undefined && ledger !== undefined) {
    return parseDomain({ chainId: parseNumber(chainId, '--chain-id'), ledger });
  }
  if (chainId !== undefined || ledger !== undefined) {
    throw new UsageError('option', '--chain-id and --ledger belong together: give both, or neither');
  }
  const elsewhere = options.url ?? terminal.env['LEDGER_URL'];
  const file = elsewhere === undefined ? await readLedgerFile(terminal) : null;
  if (file !== null) return { chainId: file.chainId, ledger: file.ledger };
  return (await fetchLedger(await findApi(terminal, options))).domain;
}
