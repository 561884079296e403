import type { NamingReader } from '../../chain/rpc-reader.ts';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import type { OpenDocument, OpenEngine } from '../../core/verify/engine.ts';
import type { GivenRows } from '../../core/verify/given-rows.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { checkAsOf } from '../../core/verify/as-of.ts';
import { CHECKS, type Policy, REQUIRED_CHECKS } from '../../core/verify/policy.ts';
import { type CheckResult, skip } from '../../core/verify/result.ts';
import { type Verification, verifyBundle } from '../../core/verify/verify.ts';
import type { NamedParty } from '../../client/http/fetch-party.ts';
import { openPolicyReader } from './policy-reader.ts';

/** A verification, with the parties of its summary as the registry names them. */
export interface ProofVerification extends Verification {
  /** The party of the record that the file is about; null if there is no such record. */
  readonly party: NamedParty | null;
  /** That party, those whose assurances and decisions the file shows, and the judges of the policy. */
  readonly parties: readonly NamedParty[];
  /** The newest batch of the ledger, by which evidence can be renewed; null where the chain was not asked. */
  readonly latest: number | null;
}

/** At most this many parties are looked up. */
const MAX_NAMED = 16;

/** What a verification needs besides the proof file. */
export interface ProofOptions {
  readonly policy: Policy;
  /** Whether the endpoints of the policy are asked. Without them, checks that need the chain are skipped. */
  readonly offline: boolean;
  /** Unix seconds. */
  readonly now: number;
  /** A time as of which the file is judged, unix seconds; null for today. What that means: `VerifyOptions`. */
  readonly at?: number | null;
  /** Whether transaction and block, which are only hints, are compared with the chain's events. */
  readonly hints?: boolean;
  readonly openEngine: OpenEngine;
  /** Rows of whole records, from files beside the proof file (§11). */
  readonly rows?: readonly GivenRows[];
  /** Finds the documents that runs use; without it such runs are not computed again. */
  readonly openDocument?: OpenDocument;
  /** Takes what the checks find, one by one: see `VerifyOptions`. */
  readonly results?: CheckResult[] | undefined;
  /** Returns the reader that is asked in place of the one of the policy, such as one that notices slow answers. */
  readonly watch?: (reader: NamingReader) => NamingReader;
}

/**
 * Makes the checks of §11 on a proof file, and names its party as the registry does. Never throws, no matter what the file holds.
 * @throws BadInput `uint-range` if `at` is in the future
 */
export async function verifyProofFile(
  file: Uint8Array,
  {
    policy,
    offline,
    now,
    at = null,
    openEngine,
    openDocument,
    rows = [],
    hints = false,
    results,
    watch = (reader) => reader,
  }: ProofOptions,
): Promise<ProofVerification> {
  if (at !== null) checkAsOf(at, now);
  try {
    const opened = offline ? null : await openPolicyReader(policy);
    const reader = opened === null ? null : watch(opened);
    const verification = await verifyBundle(file, {
      policy,
      reader,
      now,
      at,
      openEngine,
      rows,
      hints,
      results,
      ...(openDocument === undefined ? {} : { openDocument }),
    });
    const parties = await nameParties(reader, verification, policy.judges);
    return { ...verification, party: parties[0] ?? null, parties, latest: await readLatest(reader) };
  } catch (error) {
    if (error instanceof ReaderError) return concludeUnchecked(error, { at, newest: policy.newest });
    throw error;
  }
}

async function readLatest(reader: NamingReader | null): Promise<number | null> {
  try {
    return (await reader?.latest()) ?? null;
  } catch (error) {
    if (error instanceof ReaderError) return null;
    throw error;
  }
}

async function nameParties(
  reader: NamingReader | null,
  { bundle, summary }: Verification,
  judges: readonly Hex[],
): Promise<NamedParty[]> {
  const subject = bundle?.records[0]?.record.party;
  if (subject === undefined) return [];
  const { answers = [], otherAnswers = [] } = summary ?? {};
  const answering = (list: typeof answers): Hex[] => list.map(({ party }) => party);
  return nameAll(reader, [subject, ...answering(answers), ...judges, ...answering(otherAnswers)]);
}

/** Returns the first parties, each once, with their identifiers as the registry names them: none where it has no such party, null where it does not answer. */
export function nameAll(reader: NamingReader | null, ids: readonly Hex[]): Promise<NamedParty[]> {
  return Promise.all([...new Set(ids)].slice(0, MAX_NAMED).map((id) => nameParty(reader, id)));
}

async function nameParty(reader: NamingReader | null, id: Hex): Promise<NamedParty> {
  if (reader === null) return { id, identifiers: null };
  try {
    return { id, identifiers: await reader.identifiers(id) };
  } catch (error) {
    if (error instanceof ReaderError) return { id, identifiers: null };
    throw error;
  }
}

/** Nothing was checked, because no endpoint reports its chain. */
export function concludeUnchecked(
  { code, message }: ReaderError,
  asked: Pick<ProofVerification, 'at' | 'newest'>,
): ProofVerification {
  const checks = CHECKS.map((check) => ({ check, record: null, ...skip(code, message) }));
  const nothing = { bundle: null, shownFigures: 0, summary: null, party: null, parties: [], latest: null };
  return { verdict: 'unchecked', checks, unchecked: REQUIRED_CHECKS, notRequired: [], ...asked, ...nothing };
}
