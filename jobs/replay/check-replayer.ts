import type { Hex } from '../../core/encoding/hex.ts';
import { STILL_OPEN } from '../../core/parties/authority.ts';
import { addressOfKey } from '../../core/hashing/signature.ts';
import { type KindName, KINDS, nameOfRole, writersOf } from '../../core/records/kind.ts';
import type { Api } from '../../client/http/api.ts';
import { fetchWindows, type PartyWindows } from '../../client/http/fetch-party.ts';
import { ReplayError } from './replay-error.ts';

/** Who registers a replay. */
export interface Replayer {
  /** Its party id. */
  readonly party: Hex;
  /** How messages name it: as the user did. */
  readonly name: string;
  /** Auditors register replays as assurances, exchanges and regulators as decisions. */
  readonly kind: 'assurance' | 'decision';
  readonly privateKey: Uint8Array;
}

/**
 * Checks, as the server has read the registry, that a party is registered, with this key, and with a role that may register replays of
 * this kind. A key or role that opens later passes.
 * @throws ReplayError `replayer-refused`; ApiError
 */
export async function checkReplayer(api: Api, { party, name, kind, privateKey }: Replayer): Promise<void> {
  const { roles, keys } = await readWindows(api, { party, name });
  const address = addressOfKey(privateKey);
  if (!keys.some(({ key, until }) => key === address && until === STILL_OPEN))
    throw refused(
      `The key ${address} is not an open key of ${name}. Name the key file of this party with --key, or add the key with ledger party add-key.`,
    );
  const own = roles.filter(({ until }) => until === STILL_OPEN).map(({ role }) => role);
  if (own.some((role) => mayWrite(kind, role))) return;
  const has = own.length === 0 ? 'has no open role' : `has the role ${own.join(' and ')}`;
  const other = (['assurance', 'decision'] as const).find((each) => own.some((role) => mayWrite(each, role)));
  throw refused(
    `${name} ${has}, and --kind ${kind} needs ${listWriters(kind)}. ${other === undefined ? `Name a party with such a role.` : `Use --kind ${other}.`}`,
  );
}

async function readWindows(
  api: Api,
  { party, name }: Pick<Replayer, 'party' | 'name'>,
): Promise<PartyWindows> {
  const windows = await fetchWindows(api, party);
  if (windows !== null) return windows;
  throw refused(
    `${name} is not in the registry, as far as the server has read the chain. Check the spelling of --party, which is the first identifier of the party, or its id. A registrar registers a party with ledger party register.`,
  );
}

function refused(message: string): ReplayError {
  return new ReplayError('replayer-refused', message);
}

function mayWrite(kind: KindName, role: string): boolean {
  return namesOfWriters(kind).includes(role);
}

function listWriters(kind: KindName): string {
  return `the role ${namesOfWriters(kind).join(' or ')}`;
}

function namesOfWriters(kind: KindName): string[] {
  return writersOf(KINDS[kind]).map(nameOfRole);
}
