import { hashHeader } from '../../../core/batches/batch.ts';
import { recoverByNoble } from '../../../core/hashing/signature.ts';
import { type BatchFile, PUBLICATION_FORMAT } from '../../../core/publication/format.ts';
import type { PublishedCopy } from '../../../client/publication/copy.ts';
import { checkLines } from '../../../jobs/replay/check-lines.ts';
import { replayBatches } from '../../../jobs/replay/replay.ts';
import type { ReplayFinding } from '../../../jobs/replay/replay-codes.ts';
import { createState, type ReplayState } from '../../../jobs/replay/replay-state.ts';
import { type MemoryLedger, readFacts } from '../../helpers/memory-ledger.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';
import type { SignedRecord } from '../../helpers/signed-record.ts';

/** A line of a publication, as a test may change it. */
export type Line = Record<string, unknown>;

/** Returns the line of a record in a publication, without entries. */
export function lineOf({ id, submission: { record, statement, signature } }: SignedRecord): Line {
  const receipt = { acceptedAt: 1, anchorBy: 1, signature: `0x${'11'.repeat(65)}` };
  return { id, record, statement, signature, receipt, arrival: 1, public: false, entries: null };
}

/** Returns lines as the bytes of a file. */
export function bytesOfLines(lines: readonly Line[]): Uint8Array {
  return new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** What is in the publication of a ledger: the lines of each batch, the first batch first; null for one that the copy lacks. */
export type Published = readonly (readonly Line[] | null)[];

function copyOf({ batches }: MemoryLedger, published: Published): PublishedCopy {
  const fileOf = (number: number): BatchFile | null => {
    const [batch, lines] = [batches[number - 1], published[number - 1]];
    if (batch === undefined || lines === null || lines === undefined) return null;
    const { header } = batch;
    const records = { file: 'made', bytes: bytesOfLines(lines).length, sha256: '0'.repeat(64) };
    return { format: PUBLICATION_FORMAT, id: hashHeader(header), header, records };
  };
  const refuse = (): never => {
    throw new Error('a replay does not ask for this');
  };
  return {
    from: 'memory',
    ledger: () => Promise.resolve(TEST_DOMAIN),
    batch: ({ number }) => Promise.resolve(fileOf(number)),
    // oxlint-disable-next-line typescript/require-await -- A copy is read step by step.
    async *blocks({ header: { number } }) {
      yield bytesOfLines(published[number - 1]!);
    },
    ...{ latest: refuse, records: refuse, document: refuse },
  };
}

/** What a replay of a ledger in memory came to. */
export interface MemoryReplay {
  readonly stop: ReplayFinding | null;
  readonly state: ReplayState;
}

/** Replays a ledger in memory, from a state that earlier runs may have left. */
export async function replayMemory(
  ledger: MemoryLedger,
  published: Published,
  state = createState(),
): Promise<MemoryReplay> {
  const { facts, batches } = ledger;
  const { anchor, keyWindows, roleWindows } = readFacts(facts);
  const nothing = (): Promise<void> => Promise.resolve();
  const stop = await replayBatches({
    copy: copyOf(ledger, published),
    chain: {
      ...{ block: facts.vouched, latest: batches.length, maxDelay: 21_600 },
      ...{ anchor, keyWindows, roleWindows },
      async *anchorings(fromBlock) {
        for (const anchoring of facts.anchorings.values())
          if (anchoring.block >= fromBlock) yield await Promise.resolve(anchoring);
      },
    },
    kept: {
      ...{ state, add: nothing, save: nothing, close: nothing },
      ledgerAfter: () => Promise.reject(new Error('a replay does not ask for this')),
    },
    lines: {
      checks: 1,
      check: (block) => Promise.resolve(checkLines({ domain: TEST_DOMAIN, recover: recoverByNoble }, block)),
    },
    onBatch: () => {},
  });
  return { stop, state };
}
