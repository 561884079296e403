import type { NamedVerification } from './verify-proof.ts';

/** What `ledger verify --json`, the library and a saved verdict say of a verification. */
export type VerdictReport = Pick<NamedVerification, (typeof MEMBERS)[number]>;

const MEMBERS = [
  ...(['verdict', 'newest', 'unchecked', 'notRequired', 'at', 'shownFigures', 'summary'] as const),
  ...(['checks', 'party', 'parties'] as const),
] as const;

/** Returns a verification as it is published, its members in their order. */
export function reportVerdict(found: NamedVerification): VerdictReport {
  return Object.fromEntries(MEMBERS.map((name) => [name, found[name]])) as unknown as VerdictReport;
}
