/** The kinds of records (§5): name → number. */
export const KINDS = { dataset: 1, result: 2, disclosure: 3, assurance: 4, decision: 5 } as const;

/** The name of a kind, such as `result`. */
export type KindName = keyof typeof KINDS;
/** The number of a kind, as it is signed. */
export type Kind = (typeof KINDS)[KindName];

/** Roles of a party (§8): name → bit. */
export const ROLES = {
  company: 1,
  provider: 2,
  auditor: 4,
  exchange: 8,
  regulator: 16,
  operator: 32,
} as const;

export type RoleName = keyof typeof ROLES;
export type Role = (typeof ROLES)[RoleName];

/** The roles that may write each kind (§8). */
const WRITERS: Record<Kind, readonly Role[]> = {
  [KINDS.dataset]: [ROLES.provider, ROLES.company],
  [KINDS.result]: [ROLES.company, ROLES.provider],
  [KINDS.disclosure]: [ROLES.company],
  [KINDS.assurance]: [ROLES.auditor],
  [KINDS.decision]: [ROLES.exchange, ROLES.regulator],
};

/** Returns the roles that may write a kind (§8). */
export function writersOf(kind: Kind): readonly Role[] {
  return WRITERS[kind];
}

/** Returns the name of a kind. */
export function nameOfKind(kind: Kind): KindName {
  return Object.entries(KINDS).find(([, number]) => number === kind)![0] as KindName;
}

/** Returns the name of a role. */
export function nameOfRole(role: Role): RoleName {
  return Object.entries(ROLES).find(([, bit]) => bit === role)![0] as RoleName;
}

/** Tells whether records of a kind answer another record: assurances and decisions do. */
export function isAnswer(kind: Kind): boolean {
  return kind === KINDS.assurance || kind === KINDS.decision;
}

/** The subject that replays have, and no other record (§5). */
export const REPLAY_SUBJECT = 'replay';

/** Tells whether a record is a replay: an answer with the subject `replay` (§5). */
export function isReplay({ kind, subject }: { readonly kind: Kind; readonly subject: string }): boolean {
  return isAnswer(kind) && subject === REPLAY_SUBJECT;
}
