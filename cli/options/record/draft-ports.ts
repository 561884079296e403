import { ApiError } from '../../../client/http/api-error.ts';
import type { StreamPlace } from '../../../client/http/fetch-records.ts';
import { BadInput } from '../../../core/errors.ts';
import type { DraftPorts } from '../../../jobs/ports.ts';
import { openDraftPorts as openServerPorts } from '../../../jobs/register/draft-record.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { type DomainOptions, findDomain, parseNumber } from '../domain-options.ts';
import { parseRecordId } from '../id-arguments.ts';
import { findApi } from '../server-options.ts';

/** Options that name the party of a new record, its ledger and its place in the stream. */
export interface PlaceOptions extends DomainOptions {
  readonly party: string;
  readonly sequence?: string;
  readonly previous?: string;
}

/** Returns what a new record has to know of its ledger: from the options, else from the server. @throws UsageError `option`; BadInput `previous` */
export function openDraftPorts(terminal: Terminal, options: PlaceOptions): DraftPorts {
  const given = readGivenPlace(options);
  const open = async (): Promise<DraftPorts> => openServerPorts(await findApi(terminal, options));
  return {
    readDomain: () => findDomain(terminal, options),
    async readNewest(stream) {
      if (given !== undefined) return given;
      try {
        return await (await open()).readNewest(stream);
      } catch (error) {
        throw addPartyName(error, options.party);
      }
    },
    readRecord: async (id) => (await open()).readRecord(id),
  };
}

/** Returns the version before the new one, as the options name it: null where there is none, undefined where they do not say. */
function readGivenPlace({ sequence: text, previous }: PlaceOptions): StreamPlace | null | undefined {
  if (text === undefined) {
    if (previous === undefined) return undefined;
    throw new UsageError('option', '--previous also needs --sequence');
  }
  const sequence = parseNumber(text, '--sequence');
  if (previous !== undefined) return { sequence: sequence - 1, record: parseRecordId(previous) };
  if (sequence === 1) return null;
  const message = '--previous is missing: give the id of the version before this one';
  throw new BadInput('previous', message, null, 'previous');
}

/** Returns the error with the party as the user typed it; the server names its id. */
function addPartyName(error: unknown, party: string): unknown {
  if (!(error instanceof ApiError) || error.status !== 404) return error;
  const message = `${party} is not in the registry, as far as the server has read the chain. A registrar registers it with ledger party register; if that was done just now, try again in a few seconds`;
  return new ApiError(error.status, error.code, message, error.details, error);
}
