import type { Hex } from '../../core/encoding/hex.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { formatAddress } from '../../core/hashing/domain.ts';
import { judgeWindows, type SigningTimes, type ValidityWindow } from '../../core/parties/authority.ts';
import { type Kind, nameOfKind, nameOfRole, writersOf } from '../../core/records/kind.ts';
import type { ChainReader } from '../../core/verify/chain-reader.ts';
import type { ReplayCode } from './replay-codes.ts';

/** The windows of keys and roles, from the state of the registry: an event may be left out by an endpoint, or lost by it. */
export type WindowReader = Pick<ChainReader, 'keyWindows' | 'roleWindows'>;

/** Who signed a record, and its kind. */
export interface Signing {
  readonly party: Hex;
  readonly kind: Kind;
  /** 20 bytes. */
  readonly signer: Uint8Array;
}

/** What is wrong with the authority of a record. */
export interface AuthorityFinding {
  readonly code: Extract<ReplayCode, 'unknown-key' | 'closed-key' | 'no-role' | 'ended-since-sealing'>;
  readonly message: string;
}

/** Signers whose windows are asked for at once. */
const AT_ONCE = 16;

/** Judges signers, a few at once, in their order. @throws ReaderError */
export async function judgeSigners(
  windows: WindowReader,
  signings: readonly Signing[],
  times: SigningTimes,
): Promise<(AuthorityFinding | null)[]> {
  const found: (AuthorityFinding | null)[] = [];
  for (let from = 0; from < signings.length; from += AT_ONCE) {
    const some = signings.slice(from, from + AT_ONCE);
    found.push(...(await Promise.all(some.map((signing) => judgeSigner(windows, signing, times)))));
  }
  return found;
}

/**
 * Returns what is wrong with the authority of a signer: the key and a role that may write the kind must be valid when the record was
 * sealed (§7), and by one and the same window when its batch was anchored (§8). Null if nothing is.
 * @throws ReaderError
 */
async function judgeSigner(
  windows: WindowReader,
  { party, kind, signer }: Signing,
  times: SigningTimes,
): Promise<AuthorityFinding | null> {
  const key = formatAddress(signer);
  const [keyWindows, ...roles] = await Promise.all([
    windows.keyWindows(party, key),
    ...writersOf(kind).map((role) => windows.roleWindows(party, role)),
  ]);
  return judge({ key: keyWindows, roles }, { kind, key, times });
}

interface KeyAndRoles {
  readonly key: readonly ValidityWindow[];
  readonly roles: readonly (readonly ValidityWindow[])[];
}

function judge(
  { key: keyWindows, roles }: KeyAndRoles,
  { kind, key, times }: { readonly kind: Kind; readonly key: string; readonly times: SigningTimes },
): AuthorityFinding | null {
  const atSealing = { sealedAt: times.sealedAt, anchoredAt: times.sealedAt };
  const code = judgeWindows('key', keyWindows, atSealing);
  const when = `at sealing, ${formatTime(times.sealedAt)}`;
  if (code === 'unknown-key') return { code, message: `${key} is not a key of the party` };
  if (code !== null) return { code: 'closed-key', message: `the key ${key} was not open ${when}` };
  const hasRole = (at: SigningTimes): boolean =>
    roles.some((windows) => judgeWindows('role', windows, at) === null);
  const names = writersOf(kind).map(nameOfRole).join(' or ');
  if (!hasRole(atSealing))
    return {
      code: 'no-role',
      message: `the kind ${nameOfKind(kind)} requires the role ${names}, which the party did not have ${when}`,
    };
  const ended = judgeWindows('key', keyWindows, times) !== null ? `the key ${key}` : `the role ${names}`;
  if (judgeWindows('key', keyWindows, times) === null && hasRole(times)) return null;
  return {
    code: 'ended-since-sealing',
    message: `${ended} ended between sealing, ${formatTime(times.sealedAt)}, and anchoring, ${formatTime(times.anchoredAt)}`,
  };
}
