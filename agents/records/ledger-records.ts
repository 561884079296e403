import type { Api } from '../../client/http/api.ts';
import { fetchProof } from '../../client/http/fetch-proof.ts';
import { openOperations } from '../../client/http/operations.ts';
import { readAllowed } from '../../client/http/read-allowed.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { queryForPolicy } from '../../jobs/verify/policy-evidence.ts';
import { verifyNamed, type VerifyPorts } from '../../jobs/verify/verify-proof.ts';
import { listDependents } from './list-dependents.ts';
import { listLedger } from './list-ledger.ts';
import type { RecordReads } from './record-reads.ts';

/** How records of a ledger are read and verified. */
export interface LedgerReading {
  readonly api: Api;
  readonly policy: Policy;
  readonly ports: VerifyPorts;
  /** Returns the time: unix seconds. */
  readonly now: () => number;
}

/** Reads the newest records of a ledger, or the records that a person named. Their proof files are verified here. */
export function readLedger(reading: LedgerReading, named: readonly Hex[] = []): RecordReads {
  return {
    list: listLedger(reading.api, named),
    dependents: listDependents(reading.api),
    open: (record) => openProof(record, reading),
  };
}

async function openProof(
  record: Hex,
  { api, policy, ports, now }: LedgerReading,
): ReturnType<RecordReads['open']> {
  const { readRecord } = openOperations(api);
  const read = await readAllowed(() =>
    Promise.all([fetchProof(api, record, queryForPolicy(policy), () => {}), readRecord({ id: record })]),
  );
  if (read === null) return null;
  const [{ bytes }, { publicEntries }] = read;
  const found = await verifyNamed({ file: bytes, policy, now: now() }, ports);
  return { found, isPrivate: !publicEntries };
}
