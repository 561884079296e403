import { BadInput } from '../../core/errors.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import type { StreamName } from '../../core/records/record.ts';
import { parseNumber } from './domain-options.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { ApiError } from '../../client/http/api-error.ts';
import { parseRecordId } from './id-arguments.ts';
import { findApi, type ServerOptions } from './server-options.ts';
import { fetchStreamPlace, placeAfter } from '../../client/http/fetch-records.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Options that name the party of a new record and its place in the stream. */
export interface PlaceOptions extends ServerOptions {
  readonly party: string;
  readonly sequence?: string;
  readonly previous?: string;
}

/**
 * Returns sequence and previous: from the options, else those that continue the stream on the server.
 * @throws UsageError `option`; BadInput `previous`; ApiError
 */
export async function findPlace(
  terminal: Terminal,
  options: PlaceOptions,
  stream: StreamName,
): Promise<{ sequence: number; previous: Hex }> {
  if (options.sequence !== undefined) {
    const sequence = parseNumber(options.sequence, '--sequence');
    if (options.previous === undefined && sequence !== 1) {
      throw new BadInput(
        'previous',
        '--previous is missing: give the id of the version before this one',
        null,
        'previous',
      );
    }
    return {
      sequence,
      previous: options.previous === undefined ? ZERO_HASH : parseRecordId(options.previous),
    };
  }
  if (options.previous !== undefined) throw new UsageError('option', '--previous also needs --sequence');
  try {
    return placeAfter(await fetchStreamPlace(await findApi(terminal, options), stream));
  } catch (error) {
    throw addPartyName(error, options.party);
  }
}

/** Returns the error with the party as the user typed it; the server names its id. */
function addPartyName(error: unknown, party: string): unknown {
  if (!(error instanceof ApiError) || error.status !== 404) return error;
  const message = `${party} is not in the registry, as far as the server has read the chain. A registrar registers it with ledger party register; if that was done just now, try again in a few seconds`;
  return new ApiError(error.status, error.code, message, error.details, error);
}
