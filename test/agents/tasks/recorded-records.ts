import { readFile } from 'node:fs/promises';
import { readProofFiles } from '../../../agents/records/file-records.ts';
import type { OpenedProof, RecordReads } from '../../../agents/records/record-reads.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { parsePolicy } from '../../../core/verify/policy.ts';
import {
  openRecordedEngine,
  proofPath,
  readRecorded,
  RECORDED_AT,
  type RecordedChain,
  startRecordedChain,
} from '../../recorded-home/recorded.ts';

let chain: Promise<RecordedChain> | undefined;
const opened = new Map<Hex, Promise<OpenedProof | null>>();

/** Stops the recorded chain, if a task has started it. Another test file in the same process starts it again. */
export async function stopRecorded(): Promise<void> {
  const started = chain;
  chain = undefined;
  await (await started)?.stop();
}

/** Reads the proof files of a search in the recorded ledger: those found, and those that they cite. Each is verified once, from the recorded chain. */
export function readRecordedFiles(found: readonly string[], cited: readonly string[]): RecordReads {
  const open = async (names: readonly string[]): Promise<RecordReads> => {
    chain ??= startRecordedChain();
    const { url } = await chain;
    const policy = parsePolicy(readRecorded('home/policy.json'));
    const files = await Promise.all(names.map((name) => readFile(proofPath(name))));
    return readProofFiles(files, {
      policy: { ...policy, rpc: { ...policy.rpc, urls: [url] } },
      ports: { openEngine: openRecordedEngine },
      now: () => RECORDED_AT,
    });
  };
  return {
    list: async (signal, kinds) => ({
      ...(await (await open(found)).list(signal, kinds)),
      by: 'searched',
      hasMore: true,
    }),
    dependents: async (record, signal) => (await open(cited)).dependents(record, signal),
    open: async (record, signal) => {
      const known =
        opened.get(record) ?? open([...found, ...cited]).then((reads) => reads.open(record, signal));
      opened.set(record, known);
      return known;
    },
  };
}
