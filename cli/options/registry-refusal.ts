import type { Refusal } from '../../chain/contracts/refusal.ts';
import { ROLES } from '../../core/records/kind.ts';

type Values = Readonly<Record<string, string>>;

/** What a refusal of the registry means and what to do, by the name of the contract's error. */
const MEANINGS: Readonly<Record<string, (values: Values, sender: string) => string>> = {
  AccessControlUnauthorizedAccount: (_values, sender) =>
    `${sender} is not a registrar: give the key file of a registrar with --key`,
  IdentifierTaken: ({ identifier, party }) =>
    `the identifier ${identifier} belongs to party ${party} already: use that party, or another identifier`,
  UnknownParty: ({ party }) =>
    `party ${party} is not registered: register it with ledger party register, or check its identifier`,
  RoleExcluded: ({ party, role, other }) =>
    `party ${party} has the role ${nameRole(other)}, so it can't have the role ${nameRole(role)}: nobody may audit or decide about figures that they write. Close the role ${nameRole(other)} first`,
  RoleAlreadyOpen: ({ party, role }) => `party ${party} has the role ${nameRole(role)} already`,
  RoleNotOpen: ({ party, role }) => `party ${party} does not have the role ${nameRole(role)}`,
  KeyAlreadyOpen: ({ party, key }) => `the key ${key} of party ${party} is open already`,
  KeyNotOpen: ({ party, key }) => `party ${party} has no open key ${key}: ledger party show lists its keys`,
  NotOwnKey: ({ party, sender }) =>
    `${sender} is not a key of party ${party}: give the key file of the party with --key`,
  TooManyKeys: ({ party, most }) => `party ${party} has ${most} open keys, the most allowed: close one first`,
};

function nameRole(number: string | undefined): string {
  return Object.entries(ROLES).find(([, role]) => String(role) === number)?.[0] ?? String(number);
}

/** Returns what a refusal of the registry means and what to do; null for those that do not depend on the command. */
export function explainRefusal({ name, values }: Refusal, sender: string): string | null {
  return MEANINGS[name]?.(values, sender) ?? null;
}
