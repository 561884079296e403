import { afterEach, describe, expect, it } from 'vitest';
import { digestReceipt } from '../../../core/records/receipt.ts';
import { signDigest } from '../../../core/hashing/signature.ts';
import { hashJson } from '../../../core/hashing/json-hash.ts';
import { joinLines } from '../../../server/intake/check-jobs.ts';
import { type CheckPool, openCheckPool } from '../../../server/intake/check-pool.ts';
import { TEST_DOMAIN, type TestParty, makeKey } from '../../helpers/registry.ts';
import { makeEntry, signRecord } from '../../helpers/signed-record.ts';

const OPERATOR = makeKey('operator');
const company: TestParty = { identifier: 'test:c', party: hashJson('c'), key: makeKey('test:c') };
const setting = {
  domain: TEST_DOMAIN,
  operatorKey: OPERATOR.privateKey,
  anchorWithin: 60,
  maxBytes: 1 << 20,
};

let pool: CheckPool;
const open = (threads: number, maxWaiting = 100): CheckPool =>
  (pool = openCheckPool(setting, { threads, maxWaiting }));
afterEach(() => pool.close());

const linesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, at) =>
    Buffer.from(JSON.stringify(signRecord({ by: company, subject: `s/${at}` }).submission)),
  );

const read = (lines: readonly Uint8Array[]): ReturnType<typeof pool.check<'read'>> =>
  pool.check({ kind: 'read', block: joinLines(lines) });

/** A job that ends its thread: it has no list of ids. */
const POISON = { kind: 'sign', ids: null, acceptedAt: 5 } as unknown as Parameters<
  typeof pool.check<'sign'>
>[0];

describe('the check pool', () => {
  it('parses lines in order, and reports an error for each invalid one', async () => {
    open(2);
    const [first, second] = linesOf(2) as [Uint8Array, Uint8Array];
    const results = await read([first, Buffer.from('{'), second]);
    expect(results).toMatchObject([
      {
        value: {
          signer: company.key.address,
          record: { subject: 's/0' },
          entries: { value: null },
          answers: null,
        },
      },
      { error: { code: 'json-syntax' } },
      { value: { signer: company.key.address, record: { subject: 's/1' } } },
    ]);
  });

  it('reports invalid entries next to the record that they were sent with', async () => {
    open(1);
    const { submission } = signRecord({ by: company, entries: [makeEntry('a', '1')] });
    const texts = [submission, { ...submission, entries: [makeEntry('a', '2')] }];
    const [own, others] = await read(texts.map((text) => Buffer.from(JSON.stringify(text))));
    expect(own).toMatchObject({
      value: { entries: { value: expect.stringMatching(/^\[\{"detail":\{.*"key":"a"/) } },
    });
    expect(others).toMatchObject({
      value: { signer: company.key.address, entries: { error: { code: 'entries-root' } } },
    });
  });

  it('signs receipts with the same bytes as noble', async () => {
    open(1);
    const { id } = signRecord({ by: company });
    const receipt = { record: id, acceptedAt: 5, anchorBy: 65 };
    const signature = signDigest(digestReceipt(TEST_DOMAIN, receipt), OPERATOR.privateKey);
    expect(await pool.check({ kind: 'sign', ids: [id], acceptedAt: 5 })).toEqual([{ ...receipt, signature }]);
  });

  it('runs more jobs than it has threads, and returns to each its own results', async () => {
    open(2);
    const lines = linesOf(30);
    const results = await Promise.all(lines.map((line) => read([line])));
    expect(results.map(([result]) => result)).toMatchObject(
      lines.map((_, at) => ({ value: { record: { subject: `s/${at}` } } })),
    );
  });

  it('rejects a job with overloaded when its queue is full', async () => {
    open(1, 2);
    const [line] = linesOf(1) as [Uint8Array];
    const first = [read([line]), read([line]), read([line])];
    await expect(read([line])).rejects.toMatchObject({ code: 'overloaded' });
    await Promise.all(first);
    expect(await read([line])).toHaveLength(1);
  });

  it('fails only the job whose thread dies, and runs the next one in a new thread', async () => {
    open(1);
    const [line] = linesOf(1) as [Uint8Array];
    const poisoned = pool.check(POISON);
    const next = read([line]);
    await expect(poisoned).rejects.toThrow('a thread of the check pool ended');
    expect(await next).toHaveLength(1);
  });

  it('fails running and later jobs once it is closed', async () => {
    open(1);
    const lines = linesOf(1);
    const jobs = [read(lines), read(lines)].map((job) =>
      expect(job).rejects.toThrow(/pool ended|pool is closed/),
    );
    await pool.close();
    await Promise.all(jobs);
    await expect(read(lines)).rejects.toThrow('the check pool is closed');
  });
});
