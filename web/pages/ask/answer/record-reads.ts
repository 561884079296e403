import { listDependents } from '../../../../agents/records/list-dependents.ts';
import { listLedger } from '../../../../agents/records/list-ledger.ts';
import type { RecordReads } from '../../../../agents/records/record-reads.ts';
import { digestPolicy } from '../../../../agents/records/policy-digest.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { openPortalApi } from '../../../data/ledger.ts';
import { isPrivate } from '../../../data/is-private.ts';
import { type Asker, fetchJudged, type VerdictRules, verifyHere } from '../../../work/use-verdict.ts';
import type { Reads } from '../question/use-reads.ts';

/** With what registered records are found and verified for a question. */
export interface RecordReading {
  readonly asker: Asker;
  readonly rules: VerdictRules;
  readonly reads: Reads;
}

/** Finds registered records, and verifies the proof file of each in a worker of this browser, by the policy of its user. */
export function openRecordReads({ asker, rules, reads }: RecordReading, named: readonly Hex[]): RecordReads {
  const { word } = rules;
  const policy = rules.chosen?.policy ?? null;
  const api = openPortalApi(asker?.token);
  return {
    list: listLedger(api, named),
    dependents: listDependents(api),
    open: async (id, signal) => {
      const file = await fetchJudged(asker, id, policy).catch((error: unknown) => {
        if (isPrivate(error)) return null;
        throw error;
      });
      if (file === null) return null;
      const { publicEntries } = await reads.readRecord(id);
      const found = await verifyHere(file, policy, { word, now: Math.floor(Date.now() / 1000), signal });
      return { found, isPrivate: !publicEntries };
    },
  };
}

/** Returns the digest of the policy by which figures of records are proven here. */
export function policyOf({ chosen }: VerdictRules): Hex {
  return digestPolicy(chosen?.policy ?? null);
}
