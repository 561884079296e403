import { openApi } from '../../client/http/api.ts';
import { ApiError } from '../../client/http/api-error.ts';
import { fetchRecord } from '../../client/http/fetch-records.ts';
import { fetchParty, type NamedParty } from '../../client/http/fetch-party.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { quoteText } from '../../core/outside-text.ts';
import { titleOf } from '../output/record-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { plainText } from '../output/text-format.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { findServerUrl, type ServerOptions } from './server-options.ts';

/** Returns title and party of a record as the server knows them; a text that says why if it does not. */
export async function findRecordName(terminal: Terminal, options: ServerOptions, id: Hex): Promise<string> {
  try {
    const api = openApi(await findServerUrl(terminal, options), { timeout: terminal.lookUpMs });
    const { record, statement } = await fetchRecord(api, id);
    const { identifiers } = await fetchParty(api, record.party);
    return `${quoteText(titleOf(statement) || record.subject)} of ${plainText(identifiers?.[0] ?? record.party)}`;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return 'the server knows no such record';
    if (error instanceof ApiError || error instanceof UsageError)
      return 'not looked up: no answer from a server';
    throw error;
  }
}

/** Returns a party with the identifiers that the server knows; they are null if no server answers in time. */
export async function findPartyName(
  terminal: Terminal,
  options: ServerOptions,
  id: Hex,
): Promise<NamedParty> {
  try {
    const url = await findServerUrl(terminal, options);
    return await fetchParty(openApi(url, { timeout: terminal.lookUpMs }), id);
  } catch (error) {
    if (error instanceof UsageError) return { id, identifiers: null };
    throw error;
  }
}
