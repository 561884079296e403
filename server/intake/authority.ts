import { formatTime } from '../../core/encoding/time.ts';
import { type AuthorityCode, judgeWindows, STILL_OPEN } from '../../core/parties/authority.ts';
import { type Kind, nameOfKind, nameOfRole, writersOf } from '../../core/records/kind.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';
import type { WindowView } from '../../db/chain/party-views.ts';
import type { Authorship } from '../../db/records/waiting-records.ts';

/** Why a party may not sign a record, as far as the windows of its keys and roles say. */
export interface Objection {
  readonly code: AuthorityCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Returns why a party may not sign records of a kind, null where it may. A window of its key, and a window of a role that may
 * write the kind, must have begun by `time`, unix seconds, and must be open in every block that was read (§7, §9). `windows` are
 * all of the party's.
 */
export function judgeAuthority(
  windows: readonly WindowView[],
  { party, signer, kind }: Authorship,
  time: number,
): Objection | null {
  const own = windows.filter((window) => window.party === party);
  // An open window covers all times to come.
  const times = { sealedAt: time, anchoredAt: MAX_UINT - 1 };
  const ofKey = own.filter(({ key }) => key === signer);
  const keyCode = judgeWindows('key', ofKey, times);
  if (keyCode !== null) return objectToKey(keyCode, ofKey, signer, time);
  const ofRole = own.filter(({ role }) => role !== null && writersOf(kind).includes(role));
  const roleCode = judgeWindows('role', ofRole, times);
  return roleCode === null ? null : objectToRole(roleCode, ofRole, kind, time);
}

function objectToKey(
  code: AuthorityCode & `${string}-key`,
  windows: readonly WindowView[],
  signer: string,
  time: number,
): Objection {
  switch (code) {
    case 'unknown-key':
      return { code, message: `signed by ${signer}, which is not a key of the party`, details: { signer } };
    case 'waiting-key': {
      const from = firstOpening(windows);
      const message = `the key ${signer} is valid from ${formatTime(from)}, but the record is sealed at ${formatTime(time)} at the earliest`;
      return { code, message, details: { signer, from } };
    }
    case 'closed-key': {
      const until = lastClosing(windows);
      return {
        code,
        message: `the key ${signer} was closed at ${formatTime(until)}`,
        details: { signer, until },
      };
    }
  }
}

function objectToRole(
  code: AuthorityCode & `${string}-role`,
  windows: readonly WindowView[],
  kind: Kind,
  time: number,
): Objection {
  const roles = writersOf(kind).map(nameOfRole);
  const names = roles.join(' or ');
  switch (code) {
    case 'unknown-role':
      return {
        code,
        message: `kind ${nameOfKind(kind)} requires the role ${names}, which the party does not have`,
        details: { roles },
      };
    case 'waiting-role': {
      const from = firstOpening(windows);
      const message = `the role ${names} is valid from ${formatTime(from)}, but the record is sealed at ${formatTime(time)} at the earliest`;
      return { code, message, details: { roles, from } };
    }
    case 'closed-role': {
      const until = lastClosing(windows);
      return {
        code,
        message: `the role ${names} was closed at ${formatTime(until)}`,
        details: { roles, until },
      };
    }
  }
}

/** Returns when the first of the open windows begins. */
function firstOpening(windows: readonly WindowView[]): number {
  return Math.min(...windows.filter(({ until }) => until === STILL_OPEN).map(({ from }) => from));
}

function lastClosing(windows: readonly WindowView[]): number {
  return Math.max(...windows.map(({ until }) => until));
}
