/** Replays a made publication in a process of its own, so that its memory can be measured and it can be killed. */
import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLinePool } from '../../cli/replay/line-pool.ts';
import { type ReplayChain, replayBatches } from '../../jobs/replay/replay.ts';
import { openStateFolder } from '../../cli/replay/state-folder.ts';
import { openRecover } from '../../chain/keys/native-signatures.ts';
import { openCopy } from '../../client/publication/copy.ts';
import { type BatchHeader, hashAnchor, hashHeader } from '../../core/batches/batch.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';
import { ROLES } from '../../core/records/kind.ts';
import { makeLoadParty } from './records.ts';
import { FIRST_SEAL, MADE_DOMAIN, MADE_PARTIES } from './made-publication.ts';

/** What a run reports. */
export interface ReplayRun {
  /** Records in the state before and after it. */
  readonly before: number;
  readonly records: number;
  /** Milliseconds on the clock, without the start of the process. */
  readonly wall: number;
  /** Processor time of all threads, in milliseconds. */
  readonly cpu: number;
  /** Peak memory in bytes. */
  readonly peak: number;
  /** Findings; an honest publication has none. */
  readonly findings: number;
}

/** What the chain would say: every batch is anchored a second after it was sealed, and every key is open. */
function openMadeChain(headers: readonly BatchHeader[]): ReplayChain {
  const open = [{ from: 0, until: MAX_UINT }];
  const keys = new Map(
    Array.from({ length: MADE_PARTIES }, (_, index) => {
      const { party, address } = makeLoadParty(index);
      return [`${party} ${address}`, open] as const;
    }),
  );
  const ids = headers.map(hashHeader);
  return {
    block: { number: headers.length, hash: ids[0]!, time: FIRST_SEAL },
    latest: headers.length,
    maxDelay: 3600,
    keyWindows: (party, key) => Promise.resolve(keys.get(`${party} ${key}`) ?? []),
    roleWindows: (_party, role) => Promise.resolve(role === ROLES.provider ? open : []),
    anchor: (number) => Promise.resolve(hashAnchor(ids[number - 1]!, headers[number - 1]!.sealedAt + 1)),
    async *anchorings(fromBlock) {
      for (let at = Math.max(0, fromBlock - 1); at < headers.length; at++) {
        const fields = headers[at]!;
        const place = { transaction: ids[at]!, block: fields.number, blockHash: ids[at]! };
        yield await Promise.resolve({
          number: fields.number,
          header: ids[at]!,
          fields,
          anchoredAt: fields.sealedAt + 1,
          ...place,
        });
      }
    },
  };
}

const [publication = '', state = '', threads = '1', counts] = process.argv.slice(2);
const headers = JSON.parse(await readFile(join(publication, 'headers.json'), 'utf8')) as BatchHeader[];
const kept = await openStateFolder(state, MADE_DOMAIN, false);
const recover = openRecover({ warn: (_fields, text) => console.error(text) });
const pool = openLinePool(MADE_DOMAIN, Number(threads), recover);
const { progress } = kept.state;
const before = progress.records;
const cpuBefore = process.cpuUsage();
const began = performance.now();
const stop = await replayBatches({
  copy: openCopy(publication),
  chain: openMadeChain(headers),
  kept,
  lines: {
    checks: pool.checks,
    check: async (block) => {
      const lines = await pool.check(block);
      // What was checked is counted in a file, so that it is known after a kill.
      if (counts !== undefined) appendFileSync(counts, `${lines.count}\n`);
      return lines;
    },
  },
  onBatch: (number) => process.send?.({ number }),
});
const wall = performance.now() - began;
const { user, system } = process.cpuUsage(cpuBefore);
const cpu = (user + system) / 1000;
await pool.close();
await kept.close();
const findings = progress.findings.length + (stop === null ? 0 : 1);
const peak = process.resourceUsage().maxRSS * 1024;
const run: ReplayRun = { before, records: progress.records, wall, cpu, peak, findings };
process.send?.(run);
if (process.send === undefined) console.log(run, stop, progress.findings.slice(0, 3));
else process.disconnect();
