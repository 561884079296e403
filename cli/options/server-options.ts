import type { Command } from 'commander';
import { type Api, openApi } from '../../client/http/api.ts';
import { fetchStatus, type Status } from '../../client/http/fetch-status.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { readLedgerFile } from './ledger-file.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The option that names the server. */
export interface ServerOptions {
  readonly url?: string;
}

/** Adds the option that names the server. */
export function addServerOption(command: Command): Command {
  return command.option(
    '--url <url>',
    'server of the ledger (else LEDGER_URL, else .carbon-ledger/ledger.json)',
  );
}

/** Returns the URL of the server. @throws UsageError `no-ledger`, `option` */
export async function findServerUrl(terminal: Terminal, { url }: ServerOptions): Promise<string> {
  const found = url ?? terminal.env['LEDGER_URL'] ?? (await readLedgerFile(terminal))?.url;
  if (found === undefined) {
    throw new UsageError(
      'no-ledger',
      'no server is known: give its address with --url http://…, set LEDGER_URL, or run npm start here first',
    );
  }
  if (!URL.canParse(found) || !/^https?:/.test(found)) {
    throw new UsageError('option', `the server needs an http or https URL, got ${found}`);
  }
  return found;
}

/** Returns an HTTP client for the server. @throws UsageError `no-ledger`, `option` */
export async function findApi(terminal: Terminal, options: ServerOptions): Promise<Api> {
  return openApi(await findServerUrl(terminal, options));
}

/** Returns the state of the ledger, and the server that reports it. @throws UsageError `no-ledger`, `option`; ApiError */
export async function findStatus(
  terminal: Terminal,
  options: ServerOptions,
): Promise<{ readonly url: string; readonly status: Status }> {
  const api = await findApi(terminal, options);
  return { url: api.url, status: await fetchStatus(api) };
}
