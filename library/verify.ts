/**
 * Verifies proof files of a carbon ledger from the file and the chain alone. Runs in Node.js 20 or newer and in browsers.
 *
 * @packageDocumentation
 */
import { digestEngine, openEngines } from '../jobs/engines/engine-files.ts';
import { openGivenDocuments } from '../jobs/documents/given-documents.ts';
import { readRows } from '../jobs/verify/read-rows.ts';
import type { GivenRows } from '../core/verify/given-rows.ts';
import { reportVerdict } from '../jobs/verify/verdict-report.ts';
import { verifyNamed } from '../jobs/verify/verify-proof.ts';
import type { NamedParty } from '../client/http/fetch-party.ts';
import { type CheckName, parsePolicy, type Policy } from '../core/verify/policy.ts';
import type { Summary } from '../core/verify/summary.ts';
import { type Bundle, type BundleRecord, parseBundle } from '../core/proofs/bundle.ts';
import { BadInput, showValue } from '../core/errors.ts';
import type { CheckResult } from '../core/verify/result.ts';

export type { BundleRecord as ProofRecord } from '../core/proofs/bundle.ts';
export { BadInput } from '../core/errors.ts';
export type { BadInputCode, FailedCheckCode } from '../core/error-codes.ts';
export { ReaderError, type ReaderErrorCode } from '../core/verify/chain-reader.ts';
export { CHECKS, type CheckName, parsePolicy, type Policy } from '../core/verify/policy.ts';
export { type CheckResult, VERIFY_CODES, type VerifyCode } from '../core/verify/result.ts';
export type { AbsentStream } from '../core/verify/absent-streams.ts';
export type { Answer, AnsweredVersion } from '../core/verify/answers.ts';
export type { Standing } from '../core/verify/currentness.ts';
export {
  type FigureOrigins,
  hidesFigures,
  type Relabelled,
  type UnusedRows,
} from '../core/verify/figures.ts';
export type { Summary } from '../core/verify/summary.ts';
export type { NamedParty } from '../client/http/fetch-party.ts';
export { createPolicy, type PolicyBasis } from '../jobs/verify/new-policy.ts';
export { digestEngine } from '../jobs/engines/engine-files.ts';

/** What a verification needs besides the proof file. Nothing of it comes from the file. */
export interface VerifyProofOptions {
  /** Your rules: the JSON text or bytes of a policy file (`ledger policy init` writes one), or its parsed value. */
  readonly policy: Policy | string | Uint8Array;
  /** JSON-RPC endpoints to ask in place of those of the policy. With an empty list none is asked, and checks that need the chain are skipped. */
  readonly endpoints?: readonly string[];
  /** Unix seconds; the clock of this machine if not given. */
  readonly now?: number;
  /**
   * A time as of which the file is judged, unix seconds, not in the future; today if not given. Ages are counted from it. Records that were
   * anchored after it are no part of the judgement, and heads of later batches count for what they prove about it. The chain is read as it
   * is today.
   */
  readonly at?: number;
  /** Whether transaction and block of each anchor, which are only hints, are compared with the chain's events. That may take many calls. Default no. */
  readonly hints?: boolean;
  /**
   * Files of rows beside the proof file, each with all entries of one record as `ledger record entries --out` writes them: their bytes, in
   * one piece or as they are read. Results are computed again from them too.
   */
  readonly rows?: readonly (Uint8Array | AsyncIterable<Uint8Array>)[];
  /**
   * Documents that runs used, such as large matrices, and solutions of their equations: whole, or as blobs, which are read part by part.
   * They are found by their hashes. A run that used a document which is not given is not computed again.
   */
  readonly documents?: readonly (Uint8Array | Blob)[];
  /** Bytes of the files of engines, with which results are computed again. Only engines that the policy names are run. */
  readonly engines?: readonly Uint8Array[];
}

/** The outcome of a verification: what `ledger verify --json` prints, and the parsed file. */
export type ProofVerdict = {
  /** Whether the policy asks if the record is the newest version in its stream. Where it does not, the verdict says nothing about that. */
  readonly newest: Policy['newest'];
  /** Every check of every record, with code and reason. */
  readonly checks: readonly CheckResult[];
  /** The checks that could not be made, and are required or were cut short by a limit. */
  readonly unchecked: readonly CheckName[];
  /** The checks that the policy does not require. */
  readonly notRequired: readonly CheckName[];
  /** The time as of which the file was judged, unix seconds; null for today. */
  readonly at: number | null;
  /**
   * How many figures the file shows of its record. A result or a disclosure may be shown without its figures: `hidesFigures` tells, and
   * `verified` then says that the record is genuine and nothing about any figure.
   */
  readonly shownFigures: number;
  /** The parties of the record and of the assurances and decisions about it, and the judges of the policy, with the identifiers of each. */
  readonly parties: readonly NamedParty[];
} & (
  | {
      readonly verdict: 'verified';
      /** The party of the record that the file is about, with the identifiers that the registry has for it. */
      readonly party: NamedParty;
      /** Who, what and when; whether it stands; who assured and decided what about it; where its figures come from. */
      readonly summary: Summary;
      /** The parsed file. The first record is the one that the file is about. */
      readonly proof: Proof;
    }
  | {
      /** `unchecked`: no check failed, but one that is required could not be made. */
      readonly verdict: 'not-verified' | 'unchecked';
      /** The same; null if the file has no record. */
      readonly party: NamedParty | null;
      /** The same, not proven; null if it is not a proof file of this ledger, or no endpoint answers. */
      readonly summary: Summary | null;
      /** The same, not proven; null if it is not a proof file, or no endpoint answers. */
      readonly proof: Proof | null;
    }
);

/** A parsed proof file. The first record is the one that it is about. */
export type Proof = Bundle & { readonly records: readonly [BundleRecord, ...BundleRecord[]] };

/** Returns what a proof file holds, given as its bytes. This proves nothing: `verifyProof` does. @throws BadInput */
export function parseProof(file: Uint8Array): Proof {
  return parseBundle(file) as Proof;
}

/**
 * Verifies a proof file against the chain, as `ledger verify` does.
 *
 * Never throws because of the file or an endpoint that does not answer: the verdict says so.
 *
 * @param file - The bytes of a `*.carbon-proof.json` file, unchanged.
 * @throws BadInput if the file is not given as bytes, the policy, an endpoint or a file of rows is not valid, a document is not given as bytes, or `at` is in the future
 * @example
 * ```ts
 * const { verdict, proof } = await verifyProof(await readFile('disclosure.carbon-proof.json'), {
 *   policy: await readFile('policy.json'),
 * });
 * if (verdict === 'verified') console.log(proof.records[0].entries.shown);
 * ```
 */
export async function verifyProof(file: Uint8Array, options: VerifyProofOptions): Promise<ProofVerdict> {
  checkBytes(file);
  const policy = readPolicy(options);
  const { now = Math.floor(Date.now() / 1000), engines = [] } = options;
  const files = new Map(engines.map((bytes) => [digestEngine(bytes), bytes]));
  const found = await verifyNamed(
    { file, policy, now, at: options.at ?? null, hints: options.hints === true },
    {
      openEngine: openEngines((digest) => Promise.resolve(files.get(digest) ?? null)),
      openDocument: openGivenDocuments(checkDocuments(options.documents ?? [])),
      rows: await readAllRows(options.rows ?? []),
    },
  );
  return { ...reportVerdict(found), proof: found.bundle } as ProofVerdict;
}

async function readAllRows(files: NonNullable<VerifyProofOptions['rows']>): Promise<GivenRows[]> {
  const given: GivenRows[] = [];
  for (const [index, file] of files.entries())
    given.push(await readRows(`rows[${index}]`, file instanceof Uint8Array ? inOnePiece(file) : file));
  return given;
}

/** Not `ReadableStream.from`, which browsers lack. */
async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** Programs in JavaScript may pass anything. @throws BadInput */
function checkDocuments(documents: readonly (Uint8Array | Blob)[]): readonly (Uint8Array | Blob)[] {
  documents.forEach((given: unknown, index) => {
    if (given instanceof Uint8Array || given instanceof Blob) return;
    const text = `documents[${index}]: expected a Uint8Array or Blob, got ${showValue(given)}`;
    throw new BadInput('wrong-type', text, typeof given, `documents.${index}`);
  });
  return documents;
}

function checkBytes(file: unknown): void {
  if (file instanceof Uint8Array) return;
  throw new BadInput(
    'wrong-type',
    `expected the bytes of the proof file, got ${showValue(file)}: read the file, and pass its bytes unchanged`,
    typeof file,
    'file',
  );
}

/** Returns the policy with the endpoints to ask. @throws BadInput */
function readPolicy(options: VerifyProofOptions | undefined): Policy {
  const given = options?.policy as unknown;
  const isText = typeof given === 'string' || given instanceof Uint8Array;
  if (!isText && (typeof given !== 'object' || given === null))
    throw new BadInput(
      'wrong-type',
      `expected a policy, got ${showValue(given)}: pass the contents of a policy file; ledger policy init writes one`,
      typeof given,
      'policy',
    );
  if (typeof given === 'string' && !given.trimStart().startsWith('{'))
    throw new BadInput(
      'json-syntax',
      `expected the contents of a policy file, got ${showValue(given)}: read the file first`,
      given,
      'policy',
    );
  const policy = parsePolicy(isText ? given : JSON.stringify(given));
  const urls = options?.endpoints === undefined ? policy.rpc.urls : [...checkEndpoints(options.endpoints)];
  if (urls.length > 0 && urls.length < policy.rpc.quorum)
    throw new BadInput(
      'uint-range',
      `the policy asks for ${policy.rpc.quorum} equal answers: name more endpoints than ${urls.length}`,
      urls.length,
      'endpoints',
    );
  return { ...policy, rpc: { ...policy.rpc, urls } };
}

function checkEndpoints(endpoints: unknown): readonly string[] {
  if (!Array.isArray(endpoints))
    throw new BadInput(
      'wrong-type',
      `expected a list of URLs, got ${showValue(endpoints)}`,
      typeof endpoints,
      'endpoints',
    );
  for (const url of endpoints as unknown[])
    if (typeof url !== 'string' || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      throw new BadInput(
        'wrong-type',
        `expected the http or https URL of a node, got ${showValue(url)}`,
        url,
        'endpoints',
      );
  return endpoints as string[];
}
