import type { Hex } from '../../core/encoding/hex.ts';
import { ZERO_HASH } from '../../core/encoding/hex.ts';
import { HeadsLedger } from './heads-ledger.ts';
import type { ReplayCode, ReplayFinding } from './replay-codes.ts';

/** Findings that a replay keeps with their words; all are counted. */
const MOST_KEPT = 100;

/** How far a replay has come, and what it found. */
export interface ReplayProgress {
  /** The batch that was replayed last, 0 before the first; its header id, its times, and the block that anchored it. */
  number: number;
  header: Hex;
  sealedAt: number;
  anchoredAt: number;
  block: number;
  /** The root of the heads map, as the records give it. */
  heads: Hex;
  /** How many records were replayed. */
  records: number;
  /** How often each code was found, and the first findings. */
  counts: Partial<Record<ReplayCode, number>>;
  findings: ReplayFinding[];
}

/** The state of a replay between two batches. */
export interface ReplayState {
  readonly ledger: HeadsLedger;
  readonly progress: ReplayProgress;
}

/** Returns the state before the first batch. */
export function createState(): ReplayState {
  const progress: ReplayProgress = {
    number: 0,
    header: ZERO_HASH,
    sealedAt: 0,
    anchoredAt: 0,
    block: 0,
    heads: ZERO_HASH,
    records: 0,
    counts: {},
    findings: [],
  };
  return { ledger: new HeadsLedger(), progress };
}

/** Adds a finding: counted, and kept while there are few. */
export function addFinding({ counts, findings }: ReplayProgress, finding: ReplayFinding): void {
  counts[finding.code] = (counts[finding.code] ?? 0) + 1;
  if (findings.length < MOST_KEPT) findings.push(finding);
}
