import { openApi } from '../../client/http/api.ts';
import { fetchParty, type NamedParty } from '../../client/http/fetch-party.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { findServerUrl, type ServerOptions } from './server-options.ts';

/** How long a look-up of a name may keep a command waiting. */
const DEADLINE_MS = 3000;

/** Returns a party with the identifiers that the server knows; they are null if no server answers within 3 seconds. */
export async function findPartyName(
  terminal: Terminal,
  options: ServerOptions,
  id: Hex,
): Promise<NamedParty> {
  try {
    const url = await findServerUrl(terminal, options);
    return await fetchParty(openApi(url, { timeout: DEADLINE_MS }), id);
  } catch (error) {
    if (error instanceof UsageError) return { id, identifiers: null };
    throw error;
  }
}
