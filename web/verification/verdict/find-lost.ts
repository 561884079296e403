import type { RoleName } from '../../../core/records/kind.ts';

interface Window {
  readonly from: number;
  /** Exclusive; unix seconds. */
  readonly until: number;
}

/** The windows of a party, as a server reports them. */
export interface PartyWindows {
  readonly roles: readonly (Window & { readonly role: RoleName })[];
  readonly keys: readonly Window[];
}

/** What a party has no more, and since when. */
export type Lost =
  | { readonly what: 'role'; readonly role: RoleName; readonly since: number }
  | { readonly what: 'key'; readonly since: number };

/** Returns what a party has lost that once could sign records of the roles; null where it has both a role and a key, or never had them. */
export function findLost(
  { roles, keys }: PartyWindows,
  wanted: readonly RoleName[],
  now: number,
): Lost | null {
  const held = roles.filter(({ role }) => wanted.includes(role));
  const role = lastOf(held);
  if (role !== null && !held.some((window) => isOpen(window, now)))
    return { what: 'role', role: role.role, since: role.until };
  const key = lastOf(keys);
  return key !== null && !keys.some((window) => isOpen(window, now))
    ? { what: 'key', since: key.until }
    : null;
}

function isOpen({ until }: Window, now: number): boolean {
  return now < until;
}

function lastOf<Of extends Window>(windows: readonly Of[]): Of | null {
  return windows.reduce<Of | null>(
    (last, each) => (last === null || each.until > last.until ? each : last),
    null,
  );
}
