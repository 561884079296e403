import { createPolicy } from '../verify/new-policy.ts';
import { openPolicyReader } from '../verify/policy-reader.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';
import type { Bundle } from '../../core/proofs/bundle.ts';
import { READER_CODES, ReaderError, type ReaderErrorCode } from '../../core/verify/chain-reader.ts';
import type { Policy } from '../../core/verify/policy.ts';
import type { CheckResult } from '../../core/verify/result.ts';
import type { Summary } from '../../core/verify/summary.ts';
import { type Verification, verifyBundle } from '../../core/verify/verify.ts';
import { RefreshError } from './refresh-error.ts';

/** A proof file whose evidence holds, whatever its age, and whatever others say. */
export interface SoundProof {
  readonly bundle: Bundle;
  readonly summary: Summary;
}

/** These fail a check, and are no defect of the file: a refreshed one says the same. */
const NO_DEFECT: readonly CheckResult['code'][] = ['superseded', 'withdrawn'];

/**
 * Verifies the evidence of a proof file against the chain: form, hashes, signatures, inclusion, anchors, authority, sources, heads. Neither
 * its age nor what newer versions and answers say is judged: only a verifier's policy does that.
 * @throws RefreshError with the code of the first check that fails or cannot be made; ReaderError
 */
export async function checkProof(file: Uint8Array, policy: Policy, now: number): Promise<SoundProof> {
  const lenient = soundnessPolicy(policy);
  const found = await verifyBundle(file, { policy: lenient, reader: await openPolicyReader(lenient), now });
  const failed = found.checks.find(({ result, code }) => result === 'fail' && !NO_DEFECT.includes(code));
  if (failed !== undefined) throw refuse(failed);
  const skipped = found.checks.find(
    ({ result, check }) => result === 'skipped' && found.unchecked.includes(check) && check !== 'currentness',
  );
  if (skipped !== undefined) throw leaveOpen(skipped);
  return found as Verification & SoundProof;
}

/** Returns the ledger, chain and endpoints of a policy, with rules that no sound file breaks. */
function soundnessPolicy(policy: Policy): Policy {
  const { chainId, ledger, codeHash, registry, finality, rpc, checkpoints, depth } = policy;
  return {
    ...createPolicy({ chainId, ledger, urls: rpc.urls }),
    ...{ codeHash, registry, finality, rpc, checkpoints },
    ...{ maxAge: MAX_UINT, depth: Math.min(depth, 1), refuse: [], basis: 'warn' },
  };
}

function refuse({ check, record, code, basis }: CheckResult): RefreshError {
  const where = record === null ? check : `${check} of ${record}`;
  return new RefreshError(
    code,
    `the proof file is not sound: ${where}: ${basis}. Nothing was written; ledger verify shows all checks`,
    'refused',
  );
}

function leaveOpen({ check, code, basis }: CheckResult): Error {
  if (code in READER_CODES) return new ReaderError(code as ReaderErrorCode, basis);
  return new RefreshError(
    code,
    `the proof file could not be checked: ${check}: ${basis}. Nothing was written`,
    'unchecked',
  );
}
