import type { AnswerReport } from '../../../agents/answer/report-answer.ts';
import type { PiecedBlock } from '../../../agents/render/plain-text.ts';
import type { Language } from '../../../agents/words/language.ts';
import type { Changed } from '../../../jobs/verify/compare-copies.ts';
import type { EngineSource } from '../../../jobs/engines/engine-sources.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import type { CheckResult } from '../../../core/verify/result.ts';

/** An engine whose file the user gave, with the digest of that file. */
export interface GivenEngine {
  readonly digest: Hex;
  readonly file: File;
}

/** What a worker verifies. */
export interface VerifyRequest {
  readonly task: 'verify';
  /** The proof file, unchanged. */
  readonly file: Blob;
  /** Null where the user has named no ledger: the file is then judged by the one that it names, and no endpoint is asked. */
  readonly policy: Policy | null;
  /** Unix seconds. */
  readonly now: number;
  /** The time as of which the file is judged, unix seconds; null for today. */
  readonly at: number | null;
  /** Files with all rows of a record, and documents, beside the proof file. */
  readonly rows: readonly File[];
  readonly documents: readonly File[];
  readonly engines: readonly EngineSource[];
  /** Without a policy none of these runs. */
  readonly given: readonly GivenEngine[];
}

/** Asks what becomes of an answer file: with the same beside it as a proof file. */
export interface AnswerRequest extends Pick<
  VerifyRequest,
  'file' | 'policy' | 'now' | 'documents' | 'engines' | 'given'
> {
  readonly task: 'verify-answer';
}

/** Asks which figures of a record differ from those that its party signed, where one of the other proof files shows these. */
export interface CompareRequest {
  readonly task: 'compare';
  readonly file: Blob;
  readonly others: readonly Blob[];
}

/** What a worker is asked for, and how it reaches the chain through the wallet of the browser. */
export type WorkerRequest =
  | VerifyRequest
  | AnswerRequest
  | CompareRequest
  | { readonly task: 'wallet-answer'; readonly id: number; readonly body: string };

/** What was found of an answer file, with each statement that holds in pieces, which say what they are from. */
export interface ShownAnswer extends AnswerReport {
  readonly pieces: readonly (Readonly<Record<Language, PiecedBlock>> | null)[];
}

/** What a worker says. */
export type WorkerAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'check'; readonly check: CheckResult }
  | { readonly type: 'slow' }
  | { readonly type: 'wallet'; readonly id: number; readonly body: string }
  | { readonly type: 'verified'; readonly outcome: ProofVerification }
  | { readonly type: 'answered'; readonly report: ShownAnswer }
  | { readonly type: 'compared'; readonly changed: readonly Changed[] }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };
