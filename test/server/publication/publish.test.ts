import { createHash } from 'node:crypto';
import {
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Rpc } from '../../../chain/rpc/endpoint.ts';
import { openRpc } from '../../../chain/rpc/rpc.ts';
import { type BatchHeader, hashHeader } from '../../../core/batches/batch.ts';
import { findBatchView } from '../../../db/batches/batch-views.ts';
import { publishMissing } from '../../../operator/publish-missing.ts';
import { restoreLedger } from '../../../operator/restore.ts';
import { openCopy } from '../../../client/publication/copy.ts';
import { nameBatchFile, nameRecordsFile } from '../../../core/publication/format.ts';
import { openPublisher } from '../../../server/publication/publish.ts';
import { startScrubber } from '../../../server/publication/scrub.ts';
import { keepLog } from '../../helpers/keep-log.ts';
import { type ChainedLedger, startChainedLedger } from '../../helpers/chained-ledger.ts';
import type { TestChain } from '../../helpers/chain.ts';
import { beginTurn } from '../../helpers/turn.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import type { SignedRecord } from '../../helpers/signed-record.ts';

const WAIT = { timeout: 20_000, interval: 20 };

let chain: TestChain;
let ledger: ChainedLedger;
let database: TestDatabase;
let home: string;
let folder: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'publish-'));
});
afterAll(() => rm(home, { recursive: true }));

beforeEach(async () => {
  ledger = await startChainedLedger();
  ({ chain } = ledger);
  database = await createTestDatabase();
  folder = join(await mkdtemp(join(home, 'ledger-')), 'publication');
  await ledger.index(database.pool);
});
afterEach(async () => {
  await database.drop();
  await chain.stop();
});

function sign(subject: string): SignedRecord {
  return ledger.sign({ by: ledger.parties.provider, subject });
}

/** Seals a batch of two records. */
async function seal(name: string): Promise<BatchHeader> {
  await ledger.accept(database.pool, sign(`${name}/1`));
  await ledger.accept(database.pool, sign(`${name}/2`));
  return ledger.seal(database.pool);
}

const nameOf = (header: BatchHeader): { number: number; id: ReturnType<typeof hashHeader> } => ({
  number: header.number,
  id: hashHeader(header),
});

/** Every file of the publication with the hash of its content. */
async function listFiles(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === '.mark') continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1)] = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  }
  return files;
}

async function publish(header: BatchHeader): Promise<void> {
  const batch = await findBatchView(database.pool, header.number);
  const turn = await beginTurn(database.pool);
  await openPublisher(database.pool, folder, ledger.domain).publish(batch!, turn);
}

async function onChain(): Promise<number> {
  let number = 0;
  for (const reader = ledger.reader(); BigInt(await reader.anchorInLatestBlock(number + 1)) !== 0n;) number++;
  return number;
}

/** An endpoint that records what is published when a transaction is sent, and does not send it. */
function spyOnSending(see: () => Promise<void>): Rpc {
  const rpc = openRpc(chain.url);
  return {
    host: rpc.host,
    async request(method, params) {
      if (method !== 'eth_sendRawTransaction') return rpc.request(method, params);
      await see();
      throw new Error('the connection broke');
    },
  };
}

describe('openPublisher', () => {
  it('publishes a complete batch before its header is sent', async () => {
    const header = await seal('a');
    let seen: string[] = [];
    const spy = spyOnSending(async () => void (seen = Object.keys(await listFiles())));
    await ledger.anchor(database.pool, folder, { rpcs: [spy] });
    expect(await onChain()).toBe(0);
    const name = nameOf(header);
    expect(seen.sort()).toEqual(
      [nameBatchFile(name), nameRecordsFile(name), 'latest.json', 'ledger.json'].sort(),
    );
    const copy = openCopy(folder);
    const file = await copy.batch(name);
    expect(file?.header).toEqual(header);
    const lines = [];
    for await (const line of copy.records(file!)) lines.push(line.record.subject);
    expect(lines.sort()).toEqual(['a/1', 'a/2']);
    expect(await copy.latest()).toEqual(name);
  });

  it.each([
    ['the folder is a file', () => writeFile(folder, '')],
    [
      'the folder belongs to another ledger',
      async () => {
        await mkdir(folder);
        const ledgerFile = { format: 'carbon-ledger-publication/1', ...ledger.domain, chainId: 1 };
        await writeFile(join(folder, 'ledger.json'), JSON.stringify(ledgerFile));
      },
    ],
    ['a folder has the name of a file', () => mkdir(join(folder, 'latest.json'), { recursive: true })],
  ])('does not let a batch be sent while %s, and sends it once that is corrected', async (_, spoil) => {
    await seal('a');
    await spoil();
    expect(await ledger.anchor(database.pool, folder)).toMatchObject({
      kind: 'blocked',
      reason: 'not-published',
    });
    expect(await onChain()).toBe(0);
    expect((await database.pool.query('select from transactions')).rowCount).toBe(0);
    await rm(folder, { recursive: true });
    expect(await ledger.anchor(database.pool, folder)).toMatchObject({ kind: 'sent', batch: 1 });
    await expect.poll(onChain, { timeout: 20_000 }).toBe(1);
  });

  it('does not change published files when it is called again', async () => {
    const header = await seal('a');
    await publish(header);
    const [files, before] = [await listFiles(), await stat(join(folder, nameRecordsFile(nameOf(header))))];
    await publish(header);
    expect(await listFiles()).toEqual(files);
    expect((await stat(join(folder, nameRecordsFile(nameOf(header))))).ino).toBe(before.ino);
  });

  it.each([
    [
      'before the file of records got its name',
      async (records: string, batch: string) => {
        await rm(records);
        await rm(batch);
      },
    ],
    ['between the file of records and the file of the batch', (_: string, batch: string) => rm(batch)],
    ['before latest.json was written', () => rm(join(folder, 'latest.json'))],
    [
      'within an unfinished file',
      async (records: string, batch: string) => {
        await rm(records);
        await rm(batch);
        await writeFile(join(folder, '.unfinished', 'x.ndjson.1'), 'half');
      },
    ],
    ['after which the disk lost the end of the records', (records: string) => truncate(records, 10)],
    [
      'after which the disk lost the content of the file of the batch',
      (_: string, batch: string) => truncate(batch, 0),
    ],
  ])('writes the same files again after a crash %s', async (_, crash) => {
    const header = await seal('a');
    await publish(header);
    const whole = await listFiles();
    await crash(join(folder, nameRecordsFile(nameOf(header))), join(folder, nameBatchFile(nameOf(header))));
    expect(await listFiles()).not.toEqual(whole);
    await publish(header);
    expect(await listFiles()).toEqual(whole);
  });

  it('leaves the newest published batch as the process wrote it that anchors now', async () => {
    const lost = await beginTurn(database.pool, 'late');
    await ledger.publish(database.pool, folder, sign('a'));
    await ledger.publish(database.pool, folder, sign('b'));
    const before = await listFiles();
    const batch = (await findBatchView(database.pool, 1))!;
    const late = openPublisher(database.pool, folder, ledger.domain).publish(batch, lost);
    await expect(late).rejects.toMatchObject({ code: 'turn-lost' });
    expect(await listFiles()).toEqual(before);
  });

  it('also publishes batches that were sent before it was configured', async () => {
    const first = await ledger.publish(database.pool, null, sign('early'));
    const second = await ledger.publish(database.pool, folder, sign('late'));
    const files = Object.keys(await listFiles());
    expect(files).toEqual(
      expect.arrayContaining([first, second].map((header) => nameBatchFile(nameOf(header)))),
    );
  });

  it('continues from the newest published batch, and reads none before it', async () => {
    const first = await ledger.publish(database.pool, folder, sign('first'));
    await ledger.publish(database.pool, folder, sign('second'));
    await rm(join(folder, nameBatchFile(nameOf(first))));
    const without = await ledger.publish(database.pool, null, sign('third'));
    const last = await ledger.publish(database.pool, folder, sign('fourth'));
    const files = Object.keys(await listFiles());
    expect(files).toEqual(
      expect.arrayContaining([without, last].map((header) => nameBatchFile(nameOf(header)))),
    );
    expect(files).not.toContain(nameBatchFile(nameOf(first)));
  });

  it('does not publish records that differ from those of the header', async () => {
    const header = await seal('a');
    await database.pool.query(
      `update records set signature = set_byte(signature, 5, 1 # get_byte(signature, 5))`,
    );
    await expect(publish(header)).rejects.toThrow('not those of its header');
    expect(Object.keys(await listFiles())).toEqual(['ledger.json']);
  });

  it('keeps a void batch separate from the one that gets its number', async () => {
    const late = await seal('a');
    await publish(late);
    await chain.mineAt(late.sealedAt + 7 * 3600);
    await chain.mine(4);
    await ledger.index(database.pool);
    expect(await ledger.anchor(database.pool, folder)).toEqual({ kind: 'voided', batch: 1, why: 'time' });
    const again = await ledger.seal(database.pool);
    expect(await ledger.anchor(database.pool, folder)).toMatchObject({ kind: 'sent' });
    const copy = openCopy(folder);
    expect(nameOf(again)).not.toEqual(nameOf(late));
    expect(await copy.latest()).toEqual(nameOf(again));
    expect([await copy.batch(nameOf(late)), await copy.batch(nameOf(again))]).toMatchObject([
      { header: late },
      { header: again },
    ]);
    const fresh = await createTestDatabase();
    const restored = await restoreInto(fresh);
    expect(restored).toMatchObject({ batches: 1 });
    expect((await findBatchView(fresh.pool, 1))?.id).toBe(hashHeader(again));
    await fresh.drop();
  });

  it('lets a batch be restored that was published but not sent, and anchored with the same header', async () => {
    await ledger.publish(database.pool, folder, sign('sent'));
    const header = await seal('unsent');
    const spy = spyOnSending(() => Promise.resolve());
    expect(await ledger.anchor(database.pool, folder, { rpcs: [spy] })).toMatchObject({ kind: 'blocked' });
    const fresh = await createTestDatabase();
    expect(await restoreInto(fresh)).toMatchObject({ batches: 2, newest: 2 });
    await ledger.index(fresh.pool);
    expect(await ledger.anchor(fresh.pool, folder)).toMatchObject({ kind: 'sent', batch: 2 });
    const anchored = async (): Promise<unknown> => (await ledger.reader().anchoring(2))?.header;
    await expect.poll(anchored, { timeout: 20_000 }).toBe(hashHeader(header));
    await fresh.drop();
  });
});

describe('a publication whose folder is lost or another one', () => {
  const anchor = (into = folder): ReturnType<ChainedLedger['anchor']> => ledger.anchor(database.pool, into);
  const fill = (into = folder): ReturnType<typeof publishMissing> =>
    publishMissing(ledger.operator(database.pool, into));

  /** Publishes two batches and seals a third. */
  async function prepare(): Promise<BatchHeader[]> {
    const first = await ledger.publish(database.pool, folder, sign('first'));
    const second = await ledger.publish(database.pool, folder, sign('second'));
    return [first, second, await seal('third')];
  }

  it('gets nothing, and no batch is sent, until the folder is back', async () => {
    await prepare();
    await rename(folder, `${folder}-moved`);
    for (let time = 0; time < 2; time++)
      expect(await anchor()).toMatchObject({
        reason: 'not-published',
        message: expect.stringContaining('publish-missing'),
      });
    await expect(stat(folder)).rejects.toThrow('ENOENT');
    expect(await onChain()).toBe(2);
    await rename(`${folder}-moved`, folder);
    expect(await anchor()).toMatchObject({ kind: 'sent', batch: 3 });
  });

  it('is refused where the folder has the mark of another one', async () => {
    await prepare();
    const other = `${folder}-other`;
    await cp(folder, other, { recursive: true });
    await writeFile(join(other, '.mark'), '00');
    expect(await anchor(other)).toMatchObject({ reason: 'not-published' });
    expect(await anchor()).toMatchObject({ kind: 'sent', batch: 3 });
  });

  it('is filled from the database by publish-missing, which restores what is missing or damaged, and nothing else', async () => {
    const [first, second, third] = (await prepare()) as [BatchHeader, BatchHeader, BatchHeader];
    const whole = await listFiles();
    await rm(folder, { recursive: true });
    expect(await fill()).toMatchObject({ batches: 3, written: 3 });
    expect(await listFiles()).toMatchObject({ ...whole, 'latest.json': expect.any(String) });
    await rm(join(folder, nameBatchFile(nameOf(first))));
    await truncate(join(folder, nameRecordsFile(nameOf(second))), 10);
    expect(await fill()).toMatchObject({ batches: 3, written: 2 });
    expect(await fill()).toMatchObject({ batches: 3, written: 0 });
    expect(Object.keys(await listFiles())).toContain(nameBatchFile(nameOf(third)));
    expect(await anchor()).toMatchObject({ kind: 'sent', batch: 3 });
    await expect(fill('https://ledger.example.org/publication')).rejects.toMatchObject({
      code: 'not-a-folder',
    });
  });

  it('has its gaps found and counted while the ledger runs, until they are filled', async () => {
    const [first, second] = (await prepare()) as [BatchHeader, BatchHeader];
    const log = keepLog();
    const scrubber = startScrubber({ pool: database.pool, folder, log, pauseMs: 5 });
    try {
      await rm(join(folder, nameBatchFile(nameOf(first))));
      await writeFile(join(folder, nameRecordsFile(nameOf(second))), 'other');
      await expect.poll(() => scrubber.gaps(), WAIT).toBe(2);
      expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(2);
      await fill();
      await expect.poll(() => scrubber.gaps(), WAIT).toBe(0);
    } finally {
      await scrubber.loop.stop();
    }
  });
});

async function restoreInto({ pool }: TestDatabase): ReturnType<typeof restoreLedger> {
  return restoreLedger(ledger.operator(pool, folder));
}
