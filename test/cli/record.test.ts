import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TypedDataEncoder, verifyTypedData } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Draft } from '../../jobs/register/draft.ts';
import { deriveSalt, hashEntries } from '../../core/records/entry.ts';
import { ZERO_HASH } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { type CliRun, runLine } from './test-terminal.ts';

const KEY = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
const ADDRESS = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const LEDGER = '0xC83ae492a04d56a7b9E23d308BdFB63c601735E2';
const LEI = 'lei:529900T8BM49AURSDO55';
const CSV = `key,value,unit,from,until,detail
electricity/site-a,2500,kW.h,2023-01-01,2024-01-01,"{""row"":""electricity-use"",""category"":""scope 2"",""geography"":""CN""}"
report,,,,,"{""sha256"":""00""}"
`;
const RECORD_TYPES = {
  Record: [
    { name: 'party', type: 'bytes32' },
    { name: 'kind', type: 'uint8' },
    { name: 'subject', type: 'string' },
    { name: 'sequence', type: 'uint64' },
    { name: 'previous', type: 'bytes32' },
    { name: 'entries', type: 'bytes32' },
    { name: 'sources', type: 'bytes32[]' },
    { name: 'statement', type: 'bytes32' },
  ],
};
const FACTOR = { row: 'oxidation', fuel: 'coke', year: 2006 };
const ROW = {
  key: 'site',
  value: '2500',
  unit: 'kW.h',
  from: Date.UTC(2023) / 1000,
  until: Date.UTC(2024) / 1000,
  detail: { row: 'electricity-use', category: 'scope 2', geography: 'CN' },
};
const ID = `0x${'ab'.repeat(32)}`;
const OTHER = `0x${'0b'.repeat(32)}`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-record-'));
  await writeFile(join(folder, 'activity.csv'), CSV);
  await writeFile(join(folder, 'key'), KEY, { mode: 0o600 });
});
afterAll(() => rm(folder, { recursive: true }));

const OFFLINE = ['--chain-id', '31337', '--ledger', LEDGER, '--sequence', '1'];
const run = (...args: string[]): Promise<CliRun> => runLine(['record', ...args], { cwd: folder });
const build = (output: string, ...args: string[]): Promise<CliRun> =>
  run(
    'build',
    '--party',
    LEI,
    '--kind',
    'dataset',
    '--subject',
    'activity/2023',
    ...OFFLINE,
    '-o',
    output,
    ...args,
  );
/** Returns rows of 2023 as a CSV table. */
function tableOf(
  rows: readonly { key: string; value: string | null; unit: string; detail: unknown }[],
): string {
  const lines = rows.map(({ key, value, unit, detail }) => {
    const json = detail === null ? '' : `"${JSON.stringify(detail).replaceAll('"', '""')}"`;
    return `${key},${value ?? ''},${unit},2023-01-01,2024-01-01,${json}`;
  });
  return `key,value,unit,from,until,detail\n${lines.join('\n')}\n`;
}

const readDraft = async (name: string): Promise<Draft> =>
  JSON.parse(await readFile(join(folder, name), 'utf8')) as Draft;

describe('record build', () => {
  it('builds a record from a table, with salts derived from a new secret, in a file that only its owner may read', async () => {
    const { exit, out } = await build('a.json', '--entries', 'activity.csv', '--title', 'Activity', '--json');
    expect(exit).toBe(0);
    const draft = await readDraft('a.json');
    expect(draft).toMatchObject({
      domain: { chainId: 31337, ledger: LEDGER },
      record: {
        party: hashParty(LEI),
        kind: 1,
        subject: 'activity/2023',
        sequence: 1,
        previous: ZERO_HASH,
        sources: [],
      },
      statement: { title: 'Activity', period: '', standard: '' },
      signature: null,
      receipt: null,
      public: false,
    });
    expect(draft.entries.map(({ key, value, from }) => [key, value, from])).toEqual([
      ['electricity/site-a', '2500', Date.UTC(2023) / 1000],
      ['report', null, 0],
    ]);
    for (const { key, salt } of draft.entries) expect(salt).toBe(deriveSalt(draft.secret!, key));
    expect(draft.record.entries).toBe(hashEntries(draft.entries));
    expect((await stat(join(folder, 'a.json'))).mode & 0o777).toBe(0o600);
    const { id } = JSON.parse(out) as { id: string };
    expect(id).toBe(TypedDataEncoder.from(RECORD_TYPES).hash(draft.record));
  });

  it('names the parties that it is meant for by their ids, and shows them before it is signed', async () => {
    const to = ['--to', 'demo:exchange', hashParty('demo:auditor')];
    expect(await build('to.json', '--entries', 'activity.csv', ...to)).toMatchObject({ exit: 0 });
    const parties = ['demo:exchange', 'demo:auditor'].map((party) => hashParty(party));
    expect((await readDraft('to.json')).statement['addressees']).toEqual(parties);
    const { err: shown } = await run('sign', 'to.json', '--key', 'key');
    expect(shown).toMatch(new RegExp(`addressees +${parties[0]}\\n +${parties[1]}\\n`));
    for (const [code, ...wrong] of [
      ['identifier-syntax', 'nobody'],
      ['statement', 'demo:exchange', 'demo:exchange'],
      ['statement', ...Array.from({ length: 17 }, (_, at) => `demo:party${at}`)],
    ]) {
      const { exit, err } = await build('wrong.json', '--entries', 'activity.csv', '--to', ...wrong);
      expect({ exit, err }).toMatchObject({ exit: 2, err: expect.stringContaining(`error (${code})`) });
    }
    await writeFile(join(folder, 'to.statement.json'), JSON.stringify({ addressees: ['demo:exchange'] }));
    const given = await build('wrong.json', '--entries', 'activity.csv', '--statement', 'to.statement.json');
    expect(given).toMatchObject({ exit: 2, err: expect.stringContaining('statement.addressees.0') });
  });

  it('makes new salts for each record, random ones with --salts random, and none with --public', async () => {
    await build('b.json', '--entries', 'activity.csv');
    await build('c.json', '--entries', 'activity.csv', '--salts', 'random');
    await build('d.json', '--entries', 'activity.csv', '--public');
    const [a, b, c, d] = await Promise.all(['a.json', 'b.json', 'c.json', 'd.json'].map(readDraft));
    expect(new Set([a, b, c, d].map((draft) => draft!.record.entries)).size).toBe(4);
    expect(c!.secret).toBeNull();
    expect(c!.entries[0]!.salt).not.toBe(c!.entries[1]!.salt);
    expect(d!.public).toBe(true);
    expect(d!.entries.map(({ salt }) => salt)).toEqual([ZERO_HASH, ZERO_HASH]);
  });

  it('reads entries from JSON and keeps the salts in it', async () => {
    const entry = { key: 'total', value: '0.99', unit: '1', from: 0, until: 0, detail: FACTOR };
    await writeFile(
      join(folder, 'e.entries.json'),
      JSON.stringify([
        { ...entry, salt: ID },
        { ...entry, key: 'more', detail: { ...FACTOR, fuel: 'peat' } },
      ]),
    );
    expect((await build('e.json', '--entries', 'e.entries.json')).exit).toBe(0);
    const { entries } = await readDraft('e.json');
    expect(entries[0]).toEqual({ ...entry, salt: ID });
    expect(entries[1]!.salt).not.toBe(ZERO_HASH);
  });

  it('sorts the sources and includes the answered record', async () => {
    const subject = 'cd'.repeat(32);
    const { exit, err } = await run(
      ...[
        'build',
        '--party',
        'demo:auditor',
        '--kind',
        'assurance',
        '--subject',
        subject,
        ...OFFLINE,
        '-o',
        'f.json',
      ],
      ...[
        '--answers',
        ID,
        '--source',
        OTHER,
        '--level',
        'limited',
        '--scope',
        'all',
        '--opinion',
        'unqualified',
      ],
    );
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const { record, statement } = await readDraft('f.json');
    expect(record.sources).toEqual([OTHER, ID]);
    expect(statement['answers']).toBe(ID);
  });

  it.each([
    [
      'a table with mistakes, each by its row',
      ['--entries', 'bad.csv'],
      /row 2 .* value {2}bad-value .*\n +row 3 /,
    ],
    ['entries of JSON that lack a member', ['--entries', 'short.json'], /short.json, entry 1: has no from;/],
    ['a value that is not a string', ['--entries', 'number.json'], /values as strings/],
    [
      'a value that is not canonical',
      ['--entries', 'trailing.json'],
      /a +value +bad-value +expected a decimal string/,
    ],
    ['a statement that lacks its reason', ['--change', 'correction'], /--change needs --reason/],
    ['a decision without a reason', ['--kind', 'decision', '--outcome', 'accepted'], /needs --reason/],
    ['an assurance of nothing', ['--kind', 'assurance'], /needs --opinion, --level, --scope/],
    ['a subject in upper case', ['--subject', 'Activity'], /subject/],
    ['a source that is not a record id', ['--source', '0x12'], /record id/],
    [
      'a party that is not an identifier',
      ['--party', 'Beta'],
      /expected an identifier such as lei:\S+ .*got "Beta"/,
    ],
    ['a wrong check digit', ['--party', 'lei:529900T8BM49AURSDO56'], /check digits/],
    ['a sequence without the record before it', ['--sequence', '2'], /previous/],
    ['a ledger without its chain', ['--ledger', LEDGER.toLowerCase()], /EIP-55/],
    ['an unknown kind', ['--kind', 'poem'], /dataset/],
  ])('refuses %s, and writes nothing', async (_what, args, message) => {
    await writeFile(join(folder, 'bad.csv'), 'key,value,unit,from,until,detail\na,1.50,t,,,\nb,x,t,,,\n');
    const entry = { key: 'a', value: '1.50', unit: 't', from: 0, until: 0, detail: FACTOR };
    await writeFile(join(folder, 'trailing.json'), JSON.stringify([entry]));
    await writeFile(join(folder, 'short.json'), '[{"key":"a","value":"1","unit":"t"}]');
    await writeFile(join(folder, 'number.json'), '[{"key":"a","value":1.5,"unit":"t"}]');
    const { exit, out, err } = await build('never.json', ...args);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(message);
    await expect(stat(join(folder, 'never.json'))).rejects.toThrow('ENOENT');
  });

  describe('of kind dataset, refuses rows by their type and writes nothing', () => {
    const rows = [
      { ...ROW, key: 'site/a', unit: 'MWh' },
      { ...ROW, key: 'site/b', unit: 'blurb' },
      { ...ROW, key: 'site/c', unit: 'tce' },
      { ...ROW, key: 'site/d', detail: { ...ROW.detail, row: 'nonsense' } },
      { ...ROW, key: 'site/e', detail: null },
      { ...ROW, key: 'site/f', detail: { ...ROW.detail, geography: 'XX' } },
    ];
    const found = [
      'site/a  unit              unknown-unit      "MWh" is not a UCUM unit: write MW.h',
      'site/b  unit              unknown-unit      unknown unit "blurb": expected UCUM, such as MW.h, t or kg{CO2}/kW.h',
      'site/c  unit              unknown-unit      "tce" is not a UCUM unit: convert the value to GJ',
    ];

    it.each(['rows.json', 'rows.ndjson', 'rows.csv'])(
      'from %s, and lists each problem with key, column and code',
      async (file) => {
        await writeFile(join(folder, 'rows.json'), JSON.stringify(rows));
        await writeFile(join(folder, 'rows.ndjson'), rows.map((row) => JSON.stringify(row)).join('\n'));
        await writeFile(join(folder, 'rows.csv'), tableOf(rows));
        const { exit, out, err } = await build('never.json', '--entries', file);
        expect({ exit, out }).toEqual({ exit: 2, out: '' });
        expect(err.split('\n').map((line) => line.trim().replaceAll(/ +/g, ' '))).toEqual([
          `error (unknown-unit): ${file}: 6 problems`,
          ...found.map((line) => line.replaceAll(/ +/g, ' ')),
          'site/d detail.row unknown-row-type "nonsense" is not a row type: expected one of docs/datasets.md, such as fuel-use',
          'site/e detail.row missing-member the row has no type: set detail.row to one of docs/datasets.md, such as fuel-use',
          'site/f detail.geography bad-place expected a code of ISO 3166, such as CN or CN-31, got XX',
          '',
        ]);
        await expect(stat(join(folder, 'never.json'))).rejects.toThrow('ENOENT');
      },
    );

    it('with a member that no declaration has, once for all rows that have it', async () => {
      const misspelt = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
        ...ROW,
        key: `site/${name}`,
        detail: { ...ROW.detail, orgin: 'biogenic' },
      }));
      await writeFile(join(folder, 'misspelt.json'), JSON.stringify(misspelt));
      const { exit, err } = await build('never.json', '--entries', 'misspelt.json');
      expect(exit).toBe(2);
      expect(
        err
          .trimEnd()
          .split('\n')
          .map((line) => line.trim().replaceAll(/ +/g, ' ')),
      ).toEqual([
        'error (unknown-member): misspelt.json: 5 problems',
        '5 rows: site/a, site/b, site/c and 2 more detail.orgin unknown-member electricity-use has no member "orgin": did you mean origin?',
      ]);
    });

    it('of another dataset than the one that the entry source names', async () => {
      const source = {
        ...{ row: 'source', dataset: 'power', title: 'T', provider: 'P', licence: 'L' },
        ...{ mediaType: 'text/csv', size: 1, sha256: '0'.repeat(64) },
      };
      const document = { key: 'source', value: null, unit: '', from: 0, until: 0, detail: source };
      await writeFile(join(folder, 'power.json'), JSON.stringify([ROW, document]));
      const { exit, err } = await build('never.json', '--entries', 'power.json');
      expect(exit).toBe(2);
      expect(err).toMatch(
        /site +detail\.row +unknown-row-type +"electricity-use" is not a row type of the dataset power/,
      );
    });
  });

  it('says in one line how to name a server when it needs one', async () => {
    const { exit, err } = await run(
      'build',
      '--party',
      LEI,
      '--kind',
      'dataset',
      '--subject',
      'a',
      '-o',
      'never.json',
    );
    expect(exit).toBe(2);
    expect(err).toMatch(/^error \(no-ledger\): no server is known: give its address with --url [^\n]*\n$/);
  });
});

describe('record sign', () => {
  it('makes a signature from which ethers recovers the address of the key', async () => {
    await build('g.json', '--entries', 'activity.csv');
    const { exit, out, err } = await run('sign', 'g.json', '--key', 'key', '--json');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const { domain, record, signature } = await readDraft('g.json');
    expect(JSON.parse(out)).toMatchObject({ signer: ADDRESS, signature });
    const typed = {
      name: 'CarbonLedger',
      version: '1',
      chainId: domain.chainId,
      verifyingContract: domain.ledger,
    };
    expect(verifyTypedData(typed, RECORD_TYPES, record, signature!)).toBe(ADDRESS);
  });

  it('shows what is signed before it asks for the password', async () => {
    await build('h.json', '--title', 'A title');
    const { err } = await run('sign', 'h.json', '--key', 'key');
    expect(err).toContain(LEDGER);
    expect(err).toContain('A title');
  });

  it.each([
    ['a figure', (draft: Draft) => (draft.entries[0]!.value = '2501'), 'entries'],
    ['the statement', (draft: Draft) => (draft.statement['title'] = 'Other'), 'statement'],
    ['an unknown member', (draft: Draft) => Object.assign(draft, { more: 1 }), 'more'],
  ])('refuses a file in which %s was changed by hand', async (what, change, message) => {
    const name = `${what.replaceAll(' ', '-')}.json`;
    await build(name, '--entries', 'activity.csv');
    const draft = await readDraft(name);
    change(draft);
    await writeFile(join(folder, name), JSON.stringify(draft));
    const { exit, err } = await run('sign', name, '--key', 'key');
    expect(exit).toBe(2);
    expect(err).toContain(message);
    expect((await readDraft(name)).signature).toBeNull();
  });
});

describe('record register', () => {
  it('refuses a file that is not signed', async () => {
    await build('i.json');
    const { exit, err } = await run('register', 'i.json', '--url', 'http://127.0.0.1:1');
    expect({ exit, err }).toEqual({
      exit: 2,
      err: 'error (not-signed): i.json is not signed: sign it with ledger record sign i.json --key <key file>\n',
    });
  });
});
