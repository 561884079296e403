import type { Hex } from '../../core/encoding/hex.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { formatAddress } from '../../core/hashing/domain.ts';
import { judgeWindows, type SigningTimes, type ValidityWindow } from '../../core/parties/authority.ts';
import { type Kind, nameOfKind, nameOfRole, type Role, writersOf } from '../../core/records/kind.ts';
import type { ReplayCode } from './replay-codes.ts';

/** The windows of keys and roles, from events and from the state of the registry. */
export interface WindowReader {
  keyWindows(party: Hex, key: string): readonly ValidityWindow[];
  roleWindows(party: Hex, role: Role): readonly ValidityWindow[];
  confirmWindows(party: Hex, subject: string | Role): Promise<readonly ValidityWindow[]>;
}

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

/**
 * Returns what is wrong with the authority of a signer: the key and a role that may write the kind must be valid when the record was
 * sealed (§7), and by one and the same window when its batch was anchored (§8). Null if nothing is. What events say against a
 * signer is confirmed by the state of the contract first.
 * @throws ReaderError
 */
export async function judgeSigner(
  windows: WindowReader,
  signing: Signing,
  times: SigningTimes,
): Promise<AuthorityFinding | null> {
  const { party, kind } = signing;
  const key = formatAddress(signing.signer);
  const roles = writersOf(kind);
  const byEvents = {
    key: windows.keyWindows(party, key),
    roles: roles.map((role) => windows.roleWindows(party, role)),
  };
  if (judge(byEvents, { kind, key, times }) === null) return null;
  const byState = {
    key: await windows.confirmWindows(party, key),
    roles: await Promise.all(roles.map((role) => windows.confirmWindows(party, role))),
  };
  return judge(byState, { kind, key, times });
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
