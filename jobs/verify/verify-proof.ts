import type { NamingReader } from '../../chain/rpc-reader.ts';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import type { OpenDocument, OpenEngine } from '../../core/verify/engine.ts';
import type { GivenRows } from '../../core/verify/given-rows.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { openSha256 } from '../../core/hashing/sha256.ts';
import { checkAsOf } from '../../core/verify/as-of.ts';
import { hidesFigures } from '../../core/verify/figures.ts';
import { CHECKS, type Policy, REQUIRED_CHECKS } from '../../core/verify/policy.ts';
import { type CheckResult, skip } from '../../core/verify/result.ts';
import { type Verification, verifyBundle } from '../../core/verify/verify.ts';
import type { NamedParty } from '../../client/http/fetch-party.ts';
import type { Progress } from '../ports.ts';
import { openPolicyReader } from './policy-reader.ts';
import { explainVerdict, type Why } from './verdict-cause.ts';

/** A verification, with the parties of its summary as the registry names them. */
export interface NamedVerification extends Verification {
  /** The party of the record that the file is about; null if there is no such record. */
  readonly party: NamedParty | null;
  /** That party, those whose assurances and decisions the file shows, and the judges of the policy. */
  readonly parties: readonly NamedParty[];
  /** The newest batch of the ledger, by which evidence can be renewed; null where the chain was not asked. */
  readonly latest: number | null;
}

/** A verification with its cause. */
export interface ProofVerification extends NamedVerification {
  /** The verdict with its cause, which every face shows. */
  readonly why: Why;
  /** Whether the file is about figures and shows none of them. */
  readonly hidesFigures: boolean;
  /** The SHA-256 of the file, hex. */
  readonly sha256: string;
}

/** At most this many parties are looked up. */
const MAX_NAMED = 16;

/** What is verified, by which rules, and as of when. */
export interface VerifyInput {
  /** The proof file, unchanged. */
  readonly file: Uint8Array;
  /** Without endpoints, checks that need the chain are skipped. */
  readonly policy: Policy;
  /** Unix seconds. */
  readonly now: number;
  /** A time as of which the file is judged, unix seconds; null for today. What that means: `VerifyOptions`. */
  readonly at?: number | null;
  /** Whether transaction and block, which are only hints, are compared with the chain's events. */
  readonly hints?: boolean;
}

/** What a verification needs of the program that runs it. */
export interface VerifyPorts {
  readonly openEngine: OpenEngine;
  /** Rows of whole records, from files beside the proof file (§11). */
  readonly rows?: readonly GivenRows[];
  /** Finds the documents that runs use; without it such runs are not computed again. */
  readonly openDocument?: OpenDocument;
  /** Gets each finding when a check ends. */
  readonly onCheck?: Progress<CheckResult>;
  /** Gets the reader of the chain before the checks ask it, and returns the one that they ask: who waits for it sees how it answers. */
  readonly watch?: (reader: NamingReader) => NamingReader;
}

/** Verifies a proof file as `verifyNamed` does, and says why the verdict is so. @throws as `verifyNamed` */
export async function verifyProofFile(input: VerifyInput, ports: VerifyPorts): Promise<ProofVerification> {
  return explain(input.file, await verifyNamed(input, ports));
}

/**
 * Makes the checks of §11 on a proof file, and names its party as the registry does. Never throws, no matter what the file holds.
 * @throws BadInput `uint-range` if `at` is in the future
 */
export async function verifyNamed(input: VerifyInput, ports: VerifyPorts): Promise<NamedVerification> {
  const { file, policy, now, at = null } = input;
  if (at !== null) checkAsOf(at, now);
  const { onCheck, watch = (reader) => reader } = ports;
  try {
    const opened = await openPolicyReader(policy);
    const reader = opened === null ? null : watch(opened);
    const results = onCheck === undefined ? undefined : openReportedList(onCheck);
    const verification = await verifyBundle(file, { ...input, ...ports, reader, results });
    const parties = await nameParties(reader, verification, policy.judges);
    const latest = await answerOf(reader?.latest());
    return { ...verification, party: parties[0] ?? null, parties, latest };
  } catch (error) {
    return concludeOpen(error, { at, newest: policy.newest });
  }
}

/** Returns a list that reports each finding when it is added. */
function openReportedList(report: Progress<CheckResult>): CheckResult[] {
  const list: CheckResult[] = [];
  list.push = (...checks) => {
    checks.forEach(report);
    return Array.prototype.push.apply(list, checks);
  };
  return list;
}

function explain(file: Uint8Array, found: NamedVerification): ProofVerification {
  const hashing = openSha256();
  hashing.update(file);
  return {
    ...found,
    why: explainVerdict(found),
    hidesFigures: hidesFigures(found),
    sha256: hashing.digest(),
  };
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
  return { id, identifiers: await answerOf(reader?.identifiers(id)) };
}

/** Returns what the chain answers; null where it was not asked, or does not answer. */
async function answerOf<Answer>(asked: Promise<Answer> | undefined): Promise<Answer | null> {
  try {
    return (await asked) ?? null;
  } catch (error) {
    if (error instanceof ReaderError) return null;
    throw error;
  }
}

/** Returns the verdict where nothing was checked, because no endpoint reports its chain: that is the error. @throws any other error */
export function concludeUnchecked(
  file: Uint8Array,
  error: unknown,
  asked: Pick<NamedVerification, 'at' | 'newest'>,
): ProofVerification {
  return explain(file, concludeOpen(error, asked));
}

function concludeOpen(error: unknown, asked: Pick<NamedVerification, 'at' | 'newest'>): NamedVerification {
  if (!(error instanceof ReaderError)) throw error;
  const { code, message } = error;
  const checks = CHECKS.map((check) => ({ check, record: null, ...skip(code, message) }));
  const nothing = { bundle: null, shownFigures: 0, summary: null, party: null, parties: [], latest: null };
  return {
    verdict: 'unchecked',
    checks,
    unchecked: REQUIRED_CHECKS,
    notRequired: [],
    ...asked,
    ...nothing,
  };
}
