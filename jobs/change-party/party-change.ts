import { isHex } from '../../core/encoding/hex.ts';
import { BadInput } from '../../core/errors.ts';
import { isAddress } from '../../core/hashing/domain.ts';
import { parseIdentifier } from '../../core/parties/identifier.ts';
import type { RoleName } from '../../core/records/kind.ts';

/** What a registrar can do (§8), as the functions of the registry are named. */
export type ActionName =
  | 'registerParty'
  | 'addIdentifier'
  | 'openRole'
  | 'closeRole'
  | 'addKey'
  | 'closeKey'
  | 'suspend';

/** What a registrar has filled in, for all actions. */
export interface ActionFields {
  readonly does: ActionName;
  readonly identifier: string;
  /** A party as it is typed: its id, or its first identifier. */
  readonly party: string;
  readonly key: string;
  readonly roles: readonly RoleName[];
  readonly role: RoleName;
}

export type FieldName = Exclude<keyof ActionFields, 'does'>;

/** The fields that each action needs, in the order in which they are shown. */
export const FIELDS_OF: Readonly<Record<ActionName, readonly FieldName[]>> = {
  registerParty: ['identifier', 'key', 'roles'],
  addIdentifier: ['party', 'identifier'],
  openRole: ['party', 'role'],
  closeRole: ['party', 'role'],
  addKey: ['party', 'key'],
  closeKey: ['party', 'key'],
  suspend: ['party'],
};

/** Returns the fields of a new action, with what the address of the page says about it. */
export function startFields({
  action,
  party,
}: { readonly action?: ActionName | undefined; readonly party?: string | undefined } = {}): ActionFields {
  return {
    does: action ?? 'registerParty',
    identifier: '',
    party: party ?? '',
    key: '',
    roles: ['company'],
    role: 'company',
  };
}

/** Why a field cannot be used: what {@link checkFields} found, or the name of an error of the registry. */
export type Fault =
  | 'identifier-form'
  | 'identifier-lei'
  | 'identifier-uscc'
  | 'identifier-case'
  | 'identifier-check'
  | 'party-form'
  | 'address-form'
  | 'address-no-checksum'
  | 'address-checksum';

/** Returns what is wrong with the fields that an action needs, before the registry is asked. */
export function checkFields(fields: ActionFields): Partial<Record<FieldName, Fault>> {
  const faults: Partial<Record<FieldName, Fault>> = {};
  const note = (name: FieldName, fault: Fault | null): void => {
    if (fault !== null && FIELDS_OF[fields.does].includes(name)) faults[name] = fault;
  };
  note('identifier', faultOfIdentifier(fields.identifier));
  note('party', faultOfParty(fields.party));
  note('key', faultOfAddress(fields.key));
  return faults;
}

function faultOfIdentifier(text: string): Fault | null {
  try {
    parseIdentifier(text);
    return null;
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    if (error.code === 'identifier-check') return 'identifier-check';
    if (/^lei:/i.test(text)) return 'identifier-lei';
    if (/^uscc:/i.test(text)) return 'identifier-uscc';
    return /^[a-z0-9]+:[A-Za-z0-9._:-]+$/i.test(text) && /[A-Z]/.test(text)
      ? 'identifier-case'
      : 'identifier-form';
  }
}

function faultOfParty(text: string): Fault | null {
  if (isHex(text, 32)) return null;
  const fault = faultOfIdentifier(text);
  return fault === 'identifier-form' ? 'party-form' : fault;
}

function faultOfAddress(text: string): Fault | null {
  const isValid: boolean = isAddress(text);
  if (isValid) return null;
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return 'address-form';
  const digits = text.slice(2);
  return digits === digits.toLowerCase() || digits === digits.toUpperCase()
    ? 'address-no-checksum'
    : 'address-checksum';
}

/** Errors of the registry → the field that each is about, where there is one; the first that the action has. */
const FIELDS_OF_REFUSALS: Readonly<Record<string, readonly FieldName[]>> = {
  InvalidIdentifier: ['identifier'],
  IdentifierTaken: ['identifier'],
  UnknownParty: ['party'],
  InvalidRole: ['role', 'roles'],
  RoleExcluded: ['role', 'roles'],
  RoleAlreadyOpen: ['role', 'roles'],
  RoleNotOpen: ['role'],
  InvalidKey: ['key'],
  KeyAlreadyOpen: ['key'],
  KeyNotOpen: ['key'],
  TooManyKeys: ['key'],
};

/** Returns the field of an action that an error of the registry is about; null for none of its fields. */
export function fieldOfRefusal(name: string, does: ActionName): FieldName | null {
  const fields = Object.hasOwn(FIELDS_OF_REFUSALS, name) ? FIELDS_OF_REFUSALS[name]! : [];
  return fields.find((field) => FIELDS_OF[does].includes(field)) ?? null;
}
