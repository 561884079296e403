import type { NamingReader } from '../../chain/rpc-reader.ts';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import type { OpenEngine } from '../../core/verify/engine.ts';
import { CHECKS, type Policy } from '../../core/verify/policy.ts';
import { skip } from '../../core/verify/result.ts';
import { type Verification, verifyBundle } from '../../core/verify/verify.ts';
import type { NamedParty } from '../http/fetch-party.ts';
import { openPolicyReader } from '../policies/policy-reader.ts';

/** A verification, and the party of the record that the file is about; null if there is no such record. */
export interface ProofVerification extends Verification {
  readonly party: NamedParty | null;
}

/** What a verification needs besides the proof file. */
export interface ProofOptions {
  readonly policy: Policy;
  /** Whether the endpoints of the policy are asked. Without them, checks that need the chain are skipped. */
  readonly offline: boolean;
  /** Unix seconds. */
  readonly now: number;
  /** Whether transaction and block, which are only hints, are compared with the chain's events. */
  readonly hints?: boolean;
  readonly openEngine: OpenEngine;
}

/** Makes the checks of §11 on a proof file, and names its party as the registry does. Never throws, no matter what the file holds. */
export async function verifyProofFile(
  file: Uint8Array,
  { policy, offline, now, openEngine, hints = false }: ProofOptions,
): Promise<ProofVerification> {
  try {
    const reader = offline ? null : await openPolicyReader(policy);
    const verification = await verifyBundle(file, { policy, reader, now, openEngine, hints });
    return { ...verification, party: await nameParty(reader, verification) };
  } catch (error) {
    if (error instanceof ReaderError) return concludeUnchecked(error);
    throw error;
  }
}

async function nameParty(reader: NamingReader | null, { bundle }: Verification): Promise<NamedParty | null> {
  const id = bundle?.records[0]?.record.party;
  if (id === undefined) return null;
  if (reader === null) return { id, identifiers: null };
  try {
    return { id, identifiers: await reader.identifiers(id) };
  } catch (error) {
    if (error instanceof ReaderError) return { id, identifiers: null };
    throw error;
  }
}

/** Nothing was checked, because no endpoint reports its chain. */
export function concludeUnchecked({ code, message }: ReaderError): ProofVerification {
  const checks = CHECKS.map((check) => ({ check, record: null, ...skip(code, message) }));
  return { verdict: 'unchecked', checks, bundle: null, party: null };
}
