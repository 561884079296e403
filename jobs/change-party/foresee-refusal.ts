import { type RoleName, ROLES } from '../../core/records/kind.ts';
import type { ActionFields } from './party-change.ts';
import type { PartyState } from './party-state.ts';

/** The most keys of a party that are open or wait (§8). */
const MOST_KEYS = 16;

/** Those who write figures, and those who judge them: no party may do both (§8). */
const WRITERS: readonly RoleName[] = ['company', 'provider'];
const JUDGES: readonly RoleName[] = ['auditor', 'exchange', 'regulator'];

/** An error of the registry with its values, as {@link decodeRefusal} returns it. */
export interface Foreseen {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Returns why the registry refuses an action, by what it has: for wallets that do not pass on its reason. Null where that shows no reason.
 * `state` is the party, null for a new one; `isTaken` tells whether a party has the identifier of the action.
 */
export function foreseeRefusal(
  fields: ActionFields,
  state: PartyState | null,
  isTaken: boolean,
): Foreseen | null {
  switch (fields.does) {
    case 'registerParty':
    case 'addIdentifier':
      if (isTaken) return { name: 'IdentifierTaken', values: { identifier: fields.identifier } };
      return fields.does === 'registerParty' ? foreseeExclusion(fields.roles) : null;
    case 'openRole':
    case 'closeRole':
      return foreseeOfRole(fields.does, fields.role, state?.roles ?? []);
    case 'addKey':
    case 'closeKey':
      return foreseeOfKey(
        fields.does,
        fields.key,
        (state?.keys ?? []).map(({ key }) => key),
      );
    case 'suspend':
      return null;
  }
}

const bitOf = (role: RoleName): string => String(ROLES[role]);

/** Roles that are given at once are opened in their order: the first that another excludes is refused. */
function foreseeExclusion(roles: readonly RoleName[]): Foreseen | null {
  const other = WRITERS.find((each) => roles.includes(each));
  const role = JUDGES.find((each) => roles.includes(each));
  if (role === undefined || other === undefined) return null;
  return { name: 'RoleExcluded', values: { role: bitOf(role), other: bitOf(other) } };
}

function foreseeOfRole(
  does: 'openRole' | 'closeRole',
  role: RoleName,
  held: readonly RoleName[],
): Foreseen | null {
  const values = { role: bitOf(role) };
  if (does === 'closeRole') return held.includes(role) ? null : { name: 'RoleNotOpen', values };
  if (held.includes(role)) return { name: 'RoleAlreadyOpen', values };
  const other = excludedBy(role).find((each) => held.includes(each));
  return other === undefined ? null : { name: 'RoleExcluded', values: { ...values, other: bitOf(other) } };
}

function foreseeOfKey(does: 'addKey' | 'closeKey', key: string, held: readonly string[]): Foreseen | null {
  const values = { key };
  if (does === 'closeKey') return held.includes(key) ? null : { name: 'KeyNotOpen', values };
  if (held.includes(key)) return { name: 'KeyAlreadyOpen', values };
  return held.length < MOST_KEYS ? null : { name: 'TooManyKeys', values: { most: String(MOST_KEYS) } };
}

function excludedBy(role: RoleName): readonly RoleName[] {
  if (WRITERS.includes(role)) return JUDGES;
  return JUDGES.includes(role) ? WRITERS : [];
}
