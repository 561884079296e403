import type { Hex } from '../../core/encoding/hex.ts';
import { BUNDLE_JSON, checkJsonLength } from '../../core/encoding/json.ts';
import { type Bundle, type BundleRecord, checkBounds, formatBundle } from '../../core/proofs/bundle.ts';
import type { Recover } from '../../core/hashing/signature.ts';
import { isReplay, nameOfKind } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import type { Answer } from '../../core/verify/answers.ts';
import type { Standing } from '../../core/verify/currentness.ts';
import type { OpenEngine } from '../../core/verify/engine.ts';
import { type Policy, requiredChecks } from '../../core/verify/policy.ts';
import { verifyReperformance } from '../../core/verify/reperformance.ts';
import { Work, WORK_LIMITS } from '../../core/verify/work.ts';
import type { Summary } from '../../core/verify/summary.ts';
import type { NamedParty } from '../../client/http/fetch-party.ts';
import type { Progress } from '../ports.ts';
import type { ReplayPorts } from '../replay/replay-ports.ts';
import { chainOfPolicy, type ReplayInput } from '../replay/run-replay.ts';
import { openPolicyReader } from '../verify/policy-reader.ts';
import { nameAll } from '../verify/verify-proof.ts';
import { checkProof } from './check-proof.ts';
import { type AsOf, chooseBatch, type Sources } from './choose-batch.ts';
import { openFinder } from './find-records.ts';
import { gatherEvidence, listHeadNames } from './gather-evidence.ts';
import { gatherMembers, type Members } from './gather-members.ts';
import { isOpinion, listAnswering, listVersioned } from './listed-streams.ts';
import { openWindows, signingOf } from './party-windows.ts';
import { rebuildLedger } from './rebuild-ledger.ts';

/** What is refreshed, and from where. */
export interface RefreshInput extends Omit<ReplayInput, 'chain'> {
  /** The proof file. */
  readonly file: Uint8Array;
  readonly policy: Policy;
  /** Unix seconds. */
  readonly now: number;
}

/** What a refresh needs of the program that runs it. It replays the ledger, to its end. */
export interface RefreshPorts extends Omit<ReplayPorts, 'signal'> {
  /** Gets what is done, for people. */
  readonly onStep: Progress<string>;
  readonly recover: Recover;
  readonly openEngine: OpenEngine;
}

/** An answer that a judge of the policy gave, or none. */
export interface JudgeAnswer {
  readonly party: Hex;
  readonly kind: 'assurance' | 'decision';
  /** Null if the file proves that there is none. */
  readonly record: Hex | null;
}

/** Something that could not be renewed, or is newer than the file shows, and why. */
export interface NotRenewed {
  readonly what: 'record' | 'replays' | 'newer' | 'later-record' | 'reperformance';
  readonly record: Hex | null;
  readonly why: string;
}

/** What a refresh changed. */
export interface RefreshReport {
  readonly record: Hex;
  /** The batch as of which heads were shown, by the old file (null if by none) and by the new one. */
  readonly batch: { readonly before: number | null; readonly after: number; readonly latest: number };
  /** When that batch was anchored, unix seconds. */
  readonly anchoredAt: number;
  readonly standing: { readonly before: Standing; readonly after: Standing };
  readonly basis: Summary['basis'];
  readonly added: readonly { readonly record: Hex; readonly kind: string; readonly subject: string }[];
  /** Records of the old file that are not in the new one. */
  readonly dropped: readonly Hex[];
  /** What each of them is, and why it was dropped. */
  readonly whyDropped: readonly { readonly record: Hex; readonly kind: string; readonly why: string }[];
  /** All answers that the new file shows, and whether the old file had each. */
  readonly answers: readonly (Answer & { readonly isNew: boolean })[];
  readonly judges: readonly JudgeAnswer[];
  /** The parties whose replays of the batch the file holds. */
  readonly replayedBy: readonly Hex[];
  readonly counts: {
    readonly records: number;
    readonly heads: number;
    readonly links: number;
    readonly parties: number;
  };
  readonly notRenewed: readonly NotRenewed[];
  /** The parties that the report names, with the identifiers that the registry has for them. */
  readonly parties: readonly NamedParty[];
  /** What a replay found in other records, as `code in batch n`. */
  readonly findings: readonly string[];
}

/** A refreshed proof file. */
export interface RefreshedProof {
  readonly bytes: Uint8Array;
  readonly report: RefreshReport;
}

/**
 * Renews the evidence of a proof file from a publication and the chain alone. What it shows of its subject stays; heads are those of a new
 * batch, with newer versions and answers. The same ledger gives the same bytes.
 * @throws RefreshError, ReplayError, ReaderError, PublicationError; BadInput `bundle-limit`
 */
export async function refreshProof(input: RefreshInput, ports: RefreshPorts): Promise<RefreshedProof> {
  const { file, policy, now } = input;
  const { onStep, recover, openEngine } = ports;
  onStep('checking the proof file');
  const before = await checkProof(file, policy, now);
  onStep('recomputing the ledger');
  const ledger = await rebuildLedger({ ...input, chain: chainOfPolicy(policy) }, ports);
  try {
    const finder = openFinder(
      ledger,
      recover,
      paced((left) => onStep(`reading records, ${left} batches left`)),
    );
    const sources = { ledger, finder, windows: openWindows(ledger.chain) };
    const old = before.bundle;
    const asOf = await chooseBatch(sources, policy, old.records[0]!.inclusion.header.number);
    const { judges } = policy;
    const members = await gatherMembers(sources, old, asOf, policy);
    const rules = { judges, require: policy.require };
    const evidence = await gatherEvidence(sources, old, members.records, asOf, rules);
    const signings = members.records.map((record) => signingOf(ledger.domain, record, recover));
    const bundle: Bundle = {
      ...old,
      records: [...members.records],
      ...evidence,
      windows: await sources.windows.choose(signings),
    };
    const bytes = writeBundle(bundle);
    onStep('checking the new proof file');
    const after = await checkProof(bytes, policy, now);
    const made = { old, members, asOf, bundle, judges, summaries: [before.summary, after.summary] as const };
    const report = describeRefresh(sources, made);
    const notRenewed = [...report.notRenewed, ...(await findNotComputed(bundle, policy, openEngine))];
    const parties = await nameAll(await openPolicyReader(policy), partiesOf(report));
    return { bytes, report: { ...report, notRenewed, parties } };
  } finally {
    await ledger.close();
  }
}

const STEP_EVERY = 1_000;

/** Returns a function that calls another at most once a second. */
function paced(call: (left: number) => void): (left: number) => void {
  let last = performance.now();
  return (left) => {
    const now = performance.now();
    if (now - last < STEP_EVERY) return;
    last = now;
    call(left);
  };
}

function writeBundle(bundle: Bundle): Uint8Array {
  const bytes = new TextEncoder().encode(formatBundle(bundle));
  checkJsonLength(bytes.length, BUNDLE_JSON);
  checkBounds(bytes);
  return bytes;
}

interface Made {
  readonly old: Bundle;
  readonly members: Members;
  readonly asOf: AsOf;
  readonly bundle: Bundle;
  readonly judges: readonly Hex[];
  readonly summaries: readonly [Summary, Summary];
}

type Unnamed = Omit<RefreshReport, 'parties'>;

function partiesOf({ answers, judges, replayedBy }: Unnamed): Hex[] {
  return [...[...answers, ...judges].map(({ party }) => party), ...replayedBy];
}

function describeRefresh(sources: Sources, made: Made): Unnamed {
  const { ledger } = sources;
  const { old, members, asOf, bundle, judges, summaries } = made;
  const [before, after] = summaries;
  const [subject] = bundle.records as [BundleRecord];
  const byId = new Map(bundle.records.map((record) => [record.id, record]));
  const isOld = new Set(old.records.map(({ id }) => id));
  return {
    record: subject.id,
    batch: { before: before.standing.batch, after: asOf.number, latest: ledger.latest },
    anchoredAt: ledger.batches.anchorOf(asOf.number).anchoredAt,
    standing: { before: before.standing, after: after.standing },
    basis: after.basis,
    added: members.added.map((id) => {
      const { kind, subject: name } = byId.get(id)!.record;
      return { record: id, kind: nameOfKind(kind), subject: name };
    }),
    dropped: members.dropped,
    whyDropped: old.records
      .filter(({ id }) => members.dropped.includes(id))
      .map(({ id, record }) => ({
        record: id,
        kind: nameOfKind(record.kind),
        why: isReplay(record) ? 'a replay of another batch' : 'a newer answer of the same party replaced it',
      })),
    answers: after.answers.map((answer) => ({ ...answer, isNew: !isOld.has(answer.record) })),
    judges: listAnswering(subject, judges).map((name) => ({
      party: name.party,
      kind: nameOfKind(name.kind) as JudgeAnswer['kind'],
      record: asOf.heads.headOf(hashStream(name))?.record ?? null,
    })),
    replayedBy: asOf.replays.map(({ signing }) => signing.party),
    counts: {
      records: bundle.records.length,
      heads: bundle.heads.length,
      links: bundle.history.length,
      parties: bundle.parties.length,
    },
    notRenewed: listNotRenewed(sources, made),
    findings: ledger.findings.map(({ code, batch }) => `${code} in batch ${batch}`),
  };
}

/** A refresh adds no entries, so it cannot add the rows that a policy with `reperformance` needs. */
async function findNotComputed(
  bundle: Bundle,
  policy: Policy,
  openEngine: OpenEngine,
): Promise<NotRenewed[]> {
  if (!requiredChecks(policy).has('reperformance')) return [];
  const { engines } = policy;
  const work = new Work(WORK_LIMITS);
  const { finding } = await verifyReperformance({ bundle, engines, openEngine, work });
  if (finding.result !== 'skipped') return [];
  return [{ what: 'reperformance', record: null, why: finding.basis }];
}

function listNotRenewed({ ledger }: Sources, { old, members, asOf, bundle, judges }: Made): NotRenewed[] {
  const { number, missing } = asOf;
  const leftOut = members.leftOut.map(({ record, why }) => ({ what: 'record' as const, record, why }));
  const replays = missing === null ? [] : [{ what: 'replays' as const, record: null, why: missing }];
  const versioned = listVersioned(bundle);
  const later = bundle.records
    .filter((each) => isOpinion(each) || versioned.includes(each))
    .filter(({ inclusion }) => inclusion.header.number > number)
    .map(({ id, inclusion }) => ({
      what: 'later-record' as const,
      record: id,
      why: `it was sealed in batch ${inclusion.header.number}, after batch ${number} of the heads`,
    }));
  const isShown = new Set([...bundle.records, ...bundle.history].map(({ id }) => id));
  const newer = listHeadNames(old, bundle.records, judges).flatMap((name) => {
    const stream = hashStream(name);
    const head = ledger.newest.headOf(stream);
    if (head === null || isShown.has(head.record)) return [];
    const batch = ledger.batches.batchOf(head.number);
    const why = `a newer ${nameOfKind(name.kind)}, sequence ${head.sequence}, is in batch ${batch}, which the parties of the policy have not replayed`;
    return [{ what: 'newer' as const, record: head.record, why }];
  });
  return [...leftOut, ...replays, ...later, ...newer];
}
