import type { NamingReader } from '../../chain/rpc-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { plainText } from '../output/text-format.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { parseParty } from './id-arguments.ts';

/** A party as an option names it: by its first identifier, or by its id. */
export interface NamedByOption {
  readonly option: string;
  readonly text: string;
}

/**
 * Returns each party with its first identifier, as the registry has it.
 * @throws UsageError `not-registered`, in the words of the option; BadInput `identifier-…`; ReaderError
 */
export async function readRegisteredParties(
  reader: Pick<NamingReader, 'identifiers'>,
  parties: readonly NamedByOption[],
): Promise<ReadonlyMap<Hex, string>> {
  const names = new Map<Hex, string>();
  for (const { option, text } of parties) {
    const party = parseParty(text);
    const [first] = await reader.identifiers(party);
    if (first === undefined)
      throw new UsageError(
        'not-registered',
        `${option} ${text}: the registry has no such party as of the newest final block. Check the spelling, and name the party by its first identifier or by its id; ledger party show finds a party by any of its identifiers`,
      );
    names.set(party, plainText(first));
  }
  return names;
}
