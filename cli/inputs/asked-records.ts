import { joinReads, readProofFiles } from '../../agents/records/file-records.ts';
import { readLedger } from '../../agents/records/ledger-records.ts';
import type { RecordReads } from '../../agents/records/record-reads.ts';
import type { Api } from '../../client/http/api.ts';
import { digestPolicy } from '../../agents/records/policy-digest.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { SHORT_ID } from '../../client/http/fetch-records.ts';
import type { VerifyPorts } from '../../jobs/verify/verify-proof.ts';
import { openKnownEngine } from '../engines/engine-folder.ts';
import { resolveRecordId } from '../options/id-arguments.ts';
import { choosePolicy, type VerifyPolicyOptions } from '../options/verify-policy.ts';
import type { CommonOptions } from '../terminal/command-context.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Where registered records are read from. */
export interface RecordPlaces {
  readonly openApi: () => Promise<Api>;
  readonly openDocument: NonNullable<VerifyPorts['openDocument']>;
}

/** The records that a question may be answered from, and the digest of the policy under which they are verified. */
export interface AskedRecords {
  readonly records: RecordReads;
  readonly policy: Hex;
}

/**
 * Opens the proof files and records that a person names, or the newest results and disclosures of the ledger.
 * @throws UsageError `no-ledger`, `file-unreadable`; BadInput where a file is not a proof file; ApiError
 */
export async function openAskedRecords(
  terminal: Terminal,
  names: readonly string[],
  options: VerifyPolicyOptions & CommonOptions,
  { openApi, openDocument }: RecordPlaces,
): Promise<AskedRecords> {
  const { policy } = await choosePolicy(terminal, options);
  const now = (): number => Math.floor(terminal.now() / 1000);
  const ports = { openEngine: openKnownEngine, openDocument };
  const isId = (name: string): boolean => SHORT_ID.test(name);
  const reads: RecordReads[] = [];
  const files = names.filter((name) => !isId(name));
  for (const file of files) {
    const bytes = await readBytes(terminal, file);
    reads.push(readNaming(file, () => readProofFiles([bytes], { policy, ports, now })));
  }
  if (files.length < names.length || names.length === 0) {
    const api = await openApi();
    const ids = await Promise.all(names.filter(isId).map((name) => resolveRecordId(api, name)));
    reads.push(readLedger({ api, policy, ports, now }, ids));
  }
  return { records: joinReads(reads), policy: digestPolicy(policy) };
}
