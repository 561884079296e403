/**
 * Verifies proof files of a carbon ledger from the file and the chain alone. Runs in Node.js 20 or newer and in browsers.
 *
 * @packageDocumentation
 */
import { digestEngine, openEngineFiles } from '../client/policies/engine-files.ts';
import { verifyProofFile } from '../client/verify/verify-proof.ts';
import type { NamedParty } from '../client/http/fetch-party.ts';
import { parsePolicy, type Policy } from '../core/verify/policy.ts';
import type { Bundle } from '../core/proofs/bundle.ts';
import type { CheckResult } from '../core/verify/result.ts';

export {
  type Bundle as Proof,
  type BundleRecord as ProofRecord,
  parseBundle as parseProof,
} from '../core/proofs/bundle.ts';
export { BadInput, type BadInputCode, type FailedCheckCode } from '../core/errors.ts';
export { ReaderError, type ReaderErrorCode } from '../core/verify/chain-reader.ts';
export { CHECKS, type CheckName, parsePolicy, type Policy } from '../core/verify/policy.ts';
export { type CheckResult, VERIFY_CODES, type VerifyCode } from '../core/verify/result.ts';
export type { NamedParty } from '../client/http/fetch-party.ts';
export { createPolicy, type PolicyBasis } from '../client/policies/new-policy.ts';
export { digestEngine } from '../client/policies/engine-files.ts';

/** What a verification needs besides the proof file. Nothing of it comes from the file. */
export interface VerifyProofOptions {
  /** Your rules: the JSON text or bytes of a policy file (`ledger policy init` writes one), or its parsed value. */
  readonly policy: Policy | string | Uint8Array;
  /** JSON-RPC endpoints to ask in place of those of the policy. With an empty list none is asked, and checks that need the chain are skipped. */
  readonly endpoints?: readonly string[];
  /** Unix seconds; the clock of this machine if not given. */
  readonly now?: number;
  /** Bytes of released engine files, with which results are computed again. Only engines that the policy names are run. */
  readonly engines?: readonly Uint8Array[];
}

/** The outcome of a verification: what `ledger verify --json` prints, and the parsed file. */
export interface ProofVerdict {
  /** `unchecked`: no check failed, but one that is required could not be made. */
  readonly verdict: 'verified' | 'not-verified' | 'unchecked';
  /** Every check of every record, with code and reason. */
  readonly checks: readonly CheckResult[];
  /** The party of the record that the file is about, with the identifiers that the registry has for it; null if the file has no record. */
  readonly party: NamedParty | null;
  /** The parsed file; null if it is not a proof file. The first record is the one that the file is about. */
  readonly proof: Bundle | null;
}

/**
 * Verifies a proof file against the chain, as `ledger verify` does.
 *
 * Never throws because of the file or an endpoint that does not answer: the verdict says so.
 *
 * @param file - The bytes of a `*.carbon-proof.json` file, unchanged.
 * @throws BadInput if the policy is not valid
 * @example
 * ```ts
 * const { verdict, proof } = await verifyProof(await readFile('disclosure.carbon-proof.json'), {
 *   policy: await readFile('policy.json'),
 * });
 * if (verdict === 'verified') console.log(proof.records[0].entries.shown);
 * ```
 */
export async function verifyProof(file: Uint8Array, options: VerifyProofOptions): Promise<ProofVerdict> {
  const { endpoints, now = Math.floor(Date.now() / 1000), engines = [] } = options;
  const given = readPolicy(options.policy);
  const policy = endpoints === undefined ? given : { ...given, rpc: { ...given.rpc, urls: [...endpoints] } };
  const files = engines.map((bytes) => ({ digest: digestEngine(bytes), read: () => Promise.resolve(bytes) }));
  const { verdict, checks, party, bundle } = await verifyProofFile(file, {
    policy,
    offline: policy.rpc.urls.length === 0,
    now,
    openEngine: openEngineFiles(files),
  });
  return { verdict, checks, party, proof: bundle };
}

function readPolicy(policy: VerifyProofOptions['policy']): Policy {
  const isText = typeof policy === 'string' || policy instanceof Uint8Array;
  return parsePolicy(isText ? policy : JSON.stringify(policy));
}
