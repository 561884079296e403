import { type Kind, nameOfKind, nameOfRole, writersOf } from '../../core/records/kind.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';
import type { WindowView } from '../../db/chain/party-views.ts';
import type { Authorship } from '../../db/records/waiting-records.ts';
import type { RefusalCode, RejectionCode } from '../errors/refusals.ts';

/** Why a record is not well signed as far as windows tell. */
export interface Objection {
  readonly code: RefusalCode & RejectionCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** How far the windows of one key or role carry. */
type Standing =
  | { readonly is: 'holding' | 'unknown' }
  | { readonly is: 'waiting'; readonly from: number }
  | { readonly is: 'closed'; readonly until: number };

/**
 * Returns what speaks against a record at a time, null when nothing does: a window of its key and one of a role that may write
 * its kind must have begun by `time`, unix seconds, and no block that was seen may have closed them (§7, §9). `windows` are all
 * of the party's.
 */
export function judgeAuthority(
  windows: readonly WindowView[],
  { party, signer, kind }: Authorship,
  time: number,
): Objection | null {
  const own = windows.filter((window) => window.party === party);
  return (
    objectToKey(
      judgeWindows(
        own.filter(({ key }) => key === signer),
        time,
      ),
      signer,
      time,
    ) ??
    objectToRole(
      judgeWindows(
        own.filter(({ role }) => role !== null && writersOf(kind).includes(role)),
        time,
      ),
      kind,
      time,
    )
  );
}

function judgeWindows(windows: readonly WindowView[], time: number): Standing {
  const open = windows.filter(({ until }) => until === MAX_UINT);
  if (open.some(({ from }) => from <= time)) return { is: 'holding' };
  if (open.length > 0) return { is: 'waiting', from: Math.min(...open.map(({ from }) => from)) };
  if (windows.length > 0) return { is: 'closed', until: Math.max(...windows.map(({ until }) => until)) };
  return { is: 'unknown' };
}

function objectToKey(standing: Standing, signer: string, time: number): Objection | null {
  switch (standing.is) {
    case 'holding':
      return null;
    case 'waiting':
      return {
        code: 'waiting-key',
        message: `the key ${signer} holds from ${showTime(standing.from)}, after ${showTime(time)}, when the record is sealed`,
        details: { signer, from: standing.from },
      };
    case 'closed':
      return {
        code: 'closed-key',
        message: `the key ${signer} was closed at ${showTime(standing.until)}`,
        details: { signer, until: standing.until },
      };
    case 'unknown':
      return {
        code: 'unknown-key',
        message: `signed by ${signer}, which is no key of the party`,
        details: { signer },
      };
  }
}

function objectToRole(standing: Standing, kind: Kind, time: number): Objection | null {
  const names = writersOf(kind).map(nameOfRole);
  const roles = names.join(' or ');
  switch (standing.is) {
    case 'holding':
      return null;
    case 'waiting':
      return {
        code: 'waiting-role',
        message: `the role ${roles} holds from ${showTime(standing.from)}, after ${showTime(time)}, when the record is sealed`,
        details: { roles: names, from: standing.from },
      };
    case 'closed':
      return {
        code: 'closed-role',
        message: `the role ${roles} was closed at ${showTime(standing.until)}`,
        details: { roles: names, until: standing.until },
      };
    case 'unknown':
      return {
        code: 'role-may-not-write',
        message: `kind ${nameOfKind(kind)} is written by ${roles}, which the party is not`,
        details: { roles: names },
      };
  }
}

function showTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : `${date.toISOString().slice(0, 19)}Z`;
}
