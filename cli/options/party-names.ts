import { fetchParty, type NamedParty } from '../../client/http/fetch-party.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { findApi, type ServerOptions } from './server-options.ts';

/** Returns a party with the identifiers that the server knows; without a server they are null. */
export async function findPartyName(
  terminal: Terminal,
  options: ServerOptions,
  id: Hex,
): Promise<NamedParty> {
  try {
    return await fetchParty(await findApi(terminal, options), id);
  } catch (error) {
    if (error instanceof UsageError) return { id, identifiers: null };
    throw error;
  }
}
