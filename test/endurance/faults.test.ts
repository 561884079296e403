import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openApi } from '../../client/http/api.ts';
import { recordViewSchema } from '../../server/http/schemas.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { checkPublication } from './check-publication.ts';
import { checkWholeLedger } from './check-whole-ledger.ts';
import { type Client, openClient, writeAlone } from './client.ts';
import { mountDisk } from './disk.ts';
import { type FaultyEndpoint, startFaultyEndpoint } from './faulty-endpoint.ts';
import { listTroubles, type Means } from './faults.ts';
import { type Front, startFront } from './front.ts';
import { apiUrl, untilAtRest, untilOpen } from './ledger-states.ts';
import { type Load, startLoad } from './load.ts';
import { openRandom } from './random.ts';
import { formatRecoveries, type Recovery } from './recovery.ts';
import { startWholeLedger, type WholeLedger } from './whole-ledger.ts';
import { IS_LONG } from '../helpers/long.ts';

const { seed } = inject('properties');
const IS_ROOT = process.getuid?.() === 0;
const MINUTE = 60_000;
/** Only faults with these words in their name. */
const ONLY = process.env['ENDURANCE_FAULTS'] ?? '';

/** Why the test does not run; empty if it does. */
const SKIPPED = [
  ...(IS_LONG ? [] : ['only in npm run test:long, since it takes minutes']),
  ...(IS_ROOT ? [] : ['only as root, who can mount small disks']),
];

/** Blocks after the final one in the local chain. */
const OPEN = 8;
const MUCH = 400;

describe.skipIf(SKIPPED.length > 0)(['a ledger in trouble', ...SKIPPED].join(': '), () => {
  let folder: string;
  const recoveries: Recovery[] = [];
  let ledger: WholeLedger;
  let endpoint: FaultyEndpoint;
  let others: TestChain[] = [];
  let disks: Means['disks'];
  let front: Front;
  let load: Load;
  let probe: Client;
  let probes = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-faults-'));
    disks = {
      database: mountDisk(join(folder, 'postgres'), MUCH),
      publication: mountDisk(join(folder, 'copy'), MUCH),
    };
    others = [await startTestChain({ chainId: 4242 }), await startTestChain()];
    ledger = await startWholeLedger(folder, openRandom(seed), {
      paths: true,
      settings: async ({ RPC_URL: url = '' }) => {
        endpoint = await startFaultyEndpoint(url, OPEN);
        return { RPC_URL: endpoint.url, PUBLICATION_DIR: join(folder, 'copy', 'publication') };
      },
    });
    front = await startFront(() => ledger.apis(), openRandom(seed + 1));
  }, 3 * MINUTE);

  afterAll(async () => {
    await front.stop();
    await ledger.stop();
    await endpoint.stop();
    for (const chain of others) await chain.stop();
    for (const disk of Object.values(disks)) disk.unmount();
    await rm(folder, { recursive: true, force: true });
  });

  /** Returns what the programs have logged, by file. */
  async function readLogs(): Promise<Map<string, string>> {
    const names = (await readdir(join(folder, 'logs'))).filter((name) => /-\d\.log$/.test(name));
    return new Map(
      await Promise.all(
        names.map(async (name) => [name, await readFile(join(folder, 'logs', name), 'utf8')] as const),
      ),
    );
  }

  /** Registers a record, and waits until it is anchored. Returns the seconds for both. */
  async function recover(): Promise<Recovery> {
    const since = performance.now();
    const { record } = await writeAlone(probe, { kind: 'dataset', subject: `probe/${++probes}` });
    const receipt = (performance.now() - since) / 1000;
    for (;;) {
      const state = await openApi(front.url)
        .get(`/v1/records/${record}`, recordViewSchema)
        .then(
          (view) => view.state,
          () => 'unknown',
        );
      if (state === 'anchored' || state === 'final') break;
      await wait(100);
    }
    return { receipt, anchor: (performance.now() - since) / 1000 };
  }

  it('works before anything goes wrong', { timeout: 5 * MINUTE }, async () => {
    await untilOpen(ledger);
    load = startLoad(ledger, front, seed);
    probe = openClient(ledger, front, load, { actor: 'provider', seed: seed + 2 });
    const { receipt, anchor } = await recover();
    process.stderr.write(`Without a fault: receipt ${receipt.toFixed(1)} s, anchor ${anchor.toFixed(1)} s\n`);
  });

  it('heals from each fault, and its log says what is wrong', { timeout: 60 * MINUTE }, async () => {
    const silent: string[] = [];
    const means = {
      ledger,
      endpoint,
      otherChain: others[0]!.url,
      shortChain: others[1]!.url,
      disks,
    };
    for (const { name, begin, seconds, end, says } of listTroubles(means)) {
      if (!name.includes(ONLY)) continue;
      const before = await readLogs();
      await begin();
      await wait(seconds * 1000);
      await end();
      const recovery = await Promise.race([recover(), load.failed]);
      recoveries.push(recovery);
      const logged = [...(await readLogs())].map(([file, text]) => text.slice(before.get(file)?.length ?? 0));
      if (says !== null && !logged.some((text) => says.test(text))) silent.push(name);
      const said = logged
        .flatMap((text) => text.split('\n'))
        .find((line) => (says ?? /"level":[45]0/).test(line));
      const { receipt, anchor } = recovery;
      process.stderr.write(
        `${name}: receipt after ${receipt.toFixed(1)} s, anchor after ${anchor.toFixed(1)} s; log: ${describeLine(said)}\n`,
      );
    }
    process.stderr.write(`${formatRecoveries(recoveries)}\n`);
    expect(silent).toEqual([]);
  });

  it('has lost nothing', { timeout: 10 * MINUTE }, async () => {
    await load.stop();
    await untilAtRest(ledger);
    const losses = ledger.losses().filter((loss) => !loss.startsWith('postgres'));
    expect({ losses, wrong: load.wrong }).toEqual({ losses: [], wrong: [] });
    const receipts = [...load.receipts, ...front.lost.map(({ receipt }) => receipt)];
    const { keys, policy } = ledger;
    const evidence = { receipts, entries: load.entries, operator: keys.operator.address, policy };
    const count = await checkWholeLedger(apiUrl(ledger), evidence);
    const published = await checkPublication(ledger.publication, evidence);
    process.stderr.write(`${JSON.stringify({ ...count, published })}\n`);
    expect(published).toEqual({ batches: count.batches, records: count.records });
  });
});

/** Returns what a line of the log says. */
function describeLine(line: string | undefined): string {
  if (line === undefined) return 'nothing';
  const { msg, err } = JSON.parse(line) as { msg: string; err?: { message: string } };
  return err === undefined ? msg : `${msg} (${err.message})`;
}
