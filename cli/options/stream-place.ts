import { BadInput } from '../../core/errors.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import type { StreamName } from '../../core/records/record.ts';
import { parseNumber } from './domain-options.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { ApiError } from '../../client/http/api-error.ts';
import { parseRecordId } from './id-arguments.ts';
import { findApi, type ServerOptions } from './server-options.ts';
import { fetchStreamPlace, type StreamPlace } from '../../client/http/fetch-records.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Where a new record stands in its stream, and how its party is named. */
export interface PlaceOptions extends ServerOptions {
  readonly party: string;
  readonly sequence?: string;
  readonly previous?: string;
}

/**
 * Returns sequence and previous: as the options say, else what continues the stream as the server has it.
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
        '--previous is missing: the id of the record before it',
        null,
        'previous',
      );
    }
    return {
      sequence,
      previous: options.previous === undefined ? ZERO_HASH : parseRecordId(options.previous),
    };
  }
  if (options.previous !== undefined) throw new UsageError('option', '--previous wants --sequence beside it');
  try {
    return placeAfter(await fetchStreamPlace(await findApi(terminal, options), stream));
  } catch (error) {
    throw nameParty(error, options.party);
  }
}

/** The server knows parties by their ids; who typed an identifier is told that. */
function nameParty(error: unknown, party: string): unknown {
  if (!(error instanceof ApiError) || error.status !== 404) return error;
  const message = `${party} is not registered: a registrar enters it by ledger party register`;
  return new ApiError(error.status, error.code, message, error.details, error);
}

function placeAfter(place: StreamPlace | null): { sequence: number; previous: Hex } {
  return place === null
    ? { sequence: 1, previous: ZERO_HASH }
    : { sequence: place.sequence + 1, previous: place.record };
}
