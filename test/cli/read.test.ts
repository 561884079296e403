import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Hex } from '../../core/encoding/hex.ts';
import { openSeededCli } from './seeded-cli.ts';

const cli = await openSeededCli();
const { folder, run, json, prepare, publish } = cli;
afterAll(() => cli.close());

await writeFile(join(folder, 'figures.csv'), 'key,value,unit\nscope1/total,125.5,t\nscope2/market,80,t\n');
const FIGURES = ['--party', 'test:company', '--kind', 'result', '--entries', 'figures.csv'];
const inventory = await prepare(
  'a.json',
  'company',
  ...FIGURES,
  '--subject',
  'inventory/a',
  '--title',
  'Inventory A',
);
const other = await prepare('b.json', 'company', ...FIGURES, '--subject', 'inventory/b');
await json('record', 'register', 'a.json');
await json('record', 'register', 'b.json');

/** Gives a record another id, which no user can, so that two ids begin with the same digits. */
async function rename(from: Buffer, to: Buffer): Promise<void> {
  const client = await cli.database.pool.connect();
  await client.query("set session_replication_role = 'replica'");
  await client.query('update records set id = $2 where id = $1', [from, to]);
  await client.query("set session_replication_role = 'origin'");
  client.release();
}

describe('record show', () => {
  it('shows party, statement and state of a record, named by its first digits', async () => {
    const { exit, out, err } = await run('record', 'show', inventory.slice(0, 10));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    for (const text of [
      inventory,
      'test:company',
      'result',
      'inventory/a, sequence 1',
      'Inventory A',
      'accepted',
    ])
      expect(out).toContain(text);
    expect(await json('record', 'show', inventory)).toMatchObject({
      id: inventory,
      identifiers: ['test:company'],
    });
  });

  it('refuses digits that no record or several records have, and texts that are no id', async () => {
    const stranger = await run('record', 'show', '0x00000000');
    expect(stranger).toMatchObject({
      exit: 1,
      err: expect.stringContaining('error (not-found): no record has an id'),
    });
    expect(await run('record', 'show', '0x1234')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('first 8'),
    });
    const [start, own] = [inventory.slice(2, 18), Buffer.from(other.slice(2), 'hex')];
    const moved = Buffer.from(`${start}${other.slice(18)}`, 'hex');
    await rename(own, moved);
    const several = await run('record', 'show', inventory.slice(0, 12));
    expect(several).toMatchObject({ exit: 1, err: expect.stringContaining('error (ambiguous-id)') });
    expect(await run('record', 'show', inventory)).toMatchObject({ exit: 0 });
    await rename(moved, own);
  });
});

describe('record list', () => {
  it('lists the newest records first, page by page, and by party, kind and subject', async () => {
    const first = await json<{ items: { id: Hex }[]; next: string }>('record', 'list', '--limit', '1');
    expect(first.items.map(({ id }) => id)).toEqual([other]);
    const second = await json<{ items: { id: Hex }[] }>(
      'record',
      'list',
      '--limit',
      '1',
      '--cursor',
      first.next,
    );
    expect(second.items.map(({ id }) => id)).toEqual([inventory]);
    const filter = ['--party', 'test:company', '--kind', 'result', '--subject', 'inventory/a'];
    const { out } = await run('record', 'list', ...filter);
    expect(out).toMatch(
      new RegExp(`^${inventory.slice(0, 10)} +result +accepted +test:company +"Inventory A"\n$`),
    );
    expect((await run('record', 'list', '--kind', 'decision')).out).toBe('no records\n');
    expect((await run('record', 'list', '--limit', '1')).out).toContain(`\nmore: add --cursor `);
  });

  it('lists by addressee, answer, time and state', async () => {
    const shown = await prepare(
      'shown.json',
      'company',
      ...[
        '--party',
        'test:company',
        '--kind',
        'disclosure',
        '--entries',
        'figures.csv',
        '--source',
        inventory,
      ],
      ...['--subject', 'exchange/a', '--to', 'test:exchange'],
    );
    await json('record', 'register', 'shown.json');
    const ids = async (...filter: string[]): Promise<Hex[]> =>
      (await json<{ items: { id: Hex }[] }>('record', 'list', ...filter)).items.map(({ id }) => id);
    expect(await ids('--to', 'test:exchange')).toEqual([shown]);
    expect(await ids('--to', 'test:exchange', '--state', 'final')).toEqual([]);
    expect(await ids('--to', 'test:exchange', '--state', 'accepted', '--since', '2025-01-01')).toEqual([
      shown,
    ]);
    expect(await ids('--to', 'test:exchange', '--until', '2025-01-01')).toEqual([]);
    expect(await ids('--to', 'test:exchange', '--until', '2100-01-01')).toEqual([shown]);
    expect(await ids('--answers', inventory)).toEqual([]);
    expect(await run('record', 'list', '--since', 'yesterday')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('since: expected unix seconds'),
    });
    expect(await run('record', 'list', '--state', 'done')).toMatchObject({ exit: 2 });
    expect(await run('record', 'list', '--to', 'test:nobody')).toMatchObject({ exit: 1 });
  });

  it('refuses a wrong limit, kind and party', async () => {
    expect(await run('record', 'list', '--limit', 'many')).toMatchObject({ exit: 2 });
    expect(await run('record', 'list', '--kind', 'figure')).toMatchObject({ exit: 2 });
    expect(await run('record', 'list', '--party', 'nobody')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('error (identifier-syntax)'),
    });
  });
});

describe('grant', () => {
  it('lets a party read the entries until it is revoked', async () => {
    const read = ['record', 'entries', inventory, '--key', 'auditor'];
    const own = ['--key', 'company'];
    expect(await run(...read)).toMatchObject({ exit: 1, err: expect.stringContaining('error (forbidden)') });
    const added = await run('grant', 'add', inventory, 'test:auditor', ...own);
    expect(added).toMatchObject({ exit: 0, out: expect.stringMatching(/test:auditor +since/), err: '' });
    expect(await run(...read)).toMatchObject({ exit: 0 });
    expect(await json('grant', 'list', inventory, ...own)).toMatchObject({ record: inventory, grants: [{}] });
    expect(await run('grant', 'revoke', inventory, 'test:auditor', ...own)).toMatchObject({
      exit: 0,
      out: `no other party may read the entries of ${inventory}\n`,
    });
    expect(await run(...read)).toMatchObject({ exit: 1 });
  });

  it('is for the party of the record alone, by its whole id', async () => {
    expect(await run('grant', 'list', inventory)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('--key'),
    });
    expect(await run('grant', 'add', inventory, 'test:auditor', '--key', 'auditor')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('error (forbidden)'),
    });
    expect(
      await run('grant', 'add', inventory.slice(0, 10), 'test:auditor', '--key', 'company'),
    ).toMatchObject({
      exit: 2,
      err: expect.stringContaining('expected 0x and 64 hex digits'),
    });
    expect(await run('grant', 'add', inventory, 'test:nobody', '--key', 'company')).toMatchObject({
      exit: 1,
    });
    expect(await run('grant', 'revoke', inventory, 'test:auditor', '--key', 'company')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('the party has no grant'),
    });
  });
});

describe('commands that read', () => {
  it('take the first digits of an id, and those that cite take whole ids', async () => {
    await publish();
    const short = inventory.slice(0, 12);
    const key = ['--key', 'company'];
    expect(await run('record', 'entries', short, ...key)).toMatchObject({ exit: 0 });
    expect(await run('impact', short)).toMatchObject({ exit: 0 });
    expect(await run('compare', short, inventory, ...key)).toMatchObject({ exit: 0 });
    expect(await run('proof', short, '-o', 'short.carbon-proof.json')).toMatchObject({ exit: 0 });
    const cite = [
      '--party',
      'test:company',
      '--subject',
      'd',
      '--entries',
      'scope1/total',
      '-o',
      'd.json',
      ...key,
    ];
    expect(await run('disclose', short, ...cite)).toMatchObject({ exit: 2 });
    expect(await run('disclose', inventory, ...cite)).toMatchObject({ exit: 0 });
  });
});

describe('record build --each, sign --bulk and register --bulk', () => {
  const EACH = ['--party', 'test:company', '--kind', 'dataset', '--period', '2024'];
  const meter = (subject: string, value: string): string =>
    JSON.stringify({
      subject,
      statement: { title: `Meter ${subject}` },
      entries: [
        {
          key: 'use',
          value,
          unit: 't',
          from: 1704067200,
          until: 1735689600,
          detail: { row: 'fuel-use', fuel: 'coke', category: '1.A.2', geography: 'CN' },
        },
      ],
    });

  it('register a record of each line, and follow the streams', async () => {
    const lines = ['m/1', 'm/2', 'm/1'].map((subject, at) => meter(subject, String(at + 1)));
    await writeFile(join(folder, 'meters.ndjson'), `${lines.join('\n')}\n`);
    expect(await json('record', 'build', ...EACH, '--each', 'meters.ndjson', '-o', 'year.ndjson')).toEqual({
      file: 'year.ndjson',
      count: 3,
    });
    const { err } = await run('record', 'sign', '--bulk', 'year.ndjson', '--key', 'company');
    expect(err).toContain('Signing 3 records');
    expect(err).toContain('"Meter m/1", "Meter m/2", "Meter m/1"');
    expect(await json('record', 'register', '--bulk', 'year.ndjson')).toMatchObject({
      accepted: 3,
      refused: 0,
    });
    const { items } = await json<{ items: { record: { subject: string; sequence: number } }[] }>(
      'record',
      'list',
      '--kind',
      'dataset',
    );
    expect(items.map(({ record }) => [record.subject, record.sequence])).toEqual([
      ['m/1', 2],
      ['m/2', 1],
      ['m/1', 1],
    ]);
    await writeFile(join(folder, 'more.ndjson'), meter('m/2', '9'));
    await json('record', 'build', ...EACH, '--each', 'more.ndjson', '-o', 'more-year.ndjson');
    expect(await cli.readDraft('more-year.ndjson')).toMatchObject({
      record: { subject: 'm/2', sequence: 2 },
    });
  });

  it('leave nothing behind if a line is wrong, and name it', async () => {
    const wrong = async (line: string): Promise<string> => {
      await writeFile(join(folder, 'wrong.ndjson'), `${meter('w/1', '1')}\n${line}\n`);
      const built = await run('record', 'build', ...EACH, '--each', 'wrong.ndjson', '-o', 'none.ndjson');
      expect(built).toMatchObject({ exit: 2, out: '' });
      await expect(cli.readDraft('none.ndjson')).rejects.toThrow('ENOENT');
      return built.err;
    };
    expect(await wrong('{"subject":')).toMatch(/^error \(json-syntax\): wrong.ndjson, line 2: /m);
    expect(await wrong('{"subjekt":"w/2"}')).toMatch(/^error \(unknown-member\): wrong.ndjson, line 2: /m);
    expect(await wrong('{"entries":[]}')).toContain('line 2: subject is missing');
    expect(await wrong(meter('w/2', '1,5'))).toMatch(/line 2: /);
    expect(await wrong(meter('w/2', '1').replace('"CN"', '"XX"'))).toMatch(/wrong.ndjson, line 2: 1 problem/);
    const both = await run(
      'record',
      'build',
      ...EACH,
      '--each',
      'wrong.ndjson',
      '--subject',
      's',
      '-o',
      'none.ndjson',
    );
    expect(both).toMatchObject({
      exit: 2,
      err: expect.stringContaining('--each cannot be combined with --subject'),
    });
    expect(await run('record', 'sign', '--key', 'company')).toMatchObject({ exit: 2 });
    await writeFile(join(folder, 'wrong.ndjson'), '{"format":"carbon-ledger-record/1"}\n');
    expect(await run('record', 'sign', '--bulk', 'wrong.ndjson', '--key', 'company')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('wrong.ndjson, line 1: '),
    });
  });
});

describe('record sign', () => {
  it('shows all that is signed: statement, period, sources and figures', async () => {
    const { err } = await run('record', 'sign', 'a.json', '--key', 'company', '--force');
    for (const text of [
      'kind     result',
      'Inventory A',
      'scope1/total',
      '125.5 t',
      'inventory/a, sequence 1',
    ])
      expect(err).toContain(text);
    const opinion = [
      '--answers',
      inventory,
      '--opinion',
      'qualified',
      '--level',
      'reasonable',
      '--scope',
      'all of it',
    ];
    await prepare('o.json', 'auditor', '--party', 'test:auditor', '--kind', 'assurance', ...opinion);
    const signed = await run('record', 'sign', 'o.json', '--key', 'auditor');
    for (const text of [
      'opinion  qualified',
      'level    reasonable',
      'scope    all of it',
      inventory,
      '"Inventory A" of test:company',
    ])
      expect(signed.err).toContain(text);
  });
});
