import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runLine } from './test-terminal.ts';
import { readVectors } from './vectors.ts';

const vectors = readVectors();
const records = vectors.batches.flatMap((batch) => batch.records);
const holders = vectors.batches.flatMap((batch) => batch.holders);
const without = (value: Readonly<Record<string, unknown>>, ...members: string[]): unknown =>
  Object.fromEntries(Object.entries(value).filter(([member]) => !members.includes(member)));

/** Each value with the hash that the vectors give it. */
const GOOD: readonly (readonly [type: string, value: unknown, hash: string])[] = [
  ...vectors.identifiers.map(({ identifier, party }) => ['party', identifier, party] as const),
  ...vectors.entries.map(({ entry, leaf }) => ['entry', entry, leaf] as const),
  ...records.map(({ record, id }) => ['record', record, id] as const),
  ...vectors.oddRecords.map(({ record, id }) => ['record', record, id] as const),
  ...records.map(({ id, signature, sealed }) => ['sealed', { record: id, signature }, sealed] as const),
  ...vectors.batches.map(({ header, id }) => ['header', header, id] as const),
  ...vectors.oddHeaders.map(({ header, id }) => ['header', header, id] as const),
  ...holders.map(({ party, streams, leaf }) => ['holder', { party, streams }, leaf] as const),
  ...holders.flatMap(({ heads }) =>
    heads.map((head) => ['head', without(head, 'leaf', 'kind', 'subject'), head.leaf] as const),
  ),
  ...vectors.trees.map(({ leaves, root }) => ['tree', leaves, root] as const),
  ...vectors.maps.map(({ items, root }) => ['map', items, root] as const),
  ...records.map(
    ({ record, digest }) =>
      ['digest', { domain: vectors.domain, type: 'Record', value: record }, digest] as const,
  ),
  ...records.map(
    ({ record, digest }) =>
      ['digest', { domain: vectors.domain, type: 'record', value: record }, digest] as const,
  ),
  [
    'digest',
    { domain: vectors.domain, type: 'Receipt', value: vectors.receipt.value },
    vectors.receipt.digest,
  ],
];

/** Each value that must be refused, by the class that the vectors put it in. */
const BAD: readonly (readonly [type: string, why: string, value: unknown])[] = [
  ...vectors.badDecimals.map(({ why, text }) => ['decimal', why, text] as const),
  ...vectors.badIdentifiers.map(({ why, identifier }) => ['party', why, identifier] as const),
  ...vectors.badEntries.map(({ why, entry }) => ['entry', why, entry] as const),
  ...vectors.badRecords.map(({ why, record }) => ['record', why, record] as const),
  ...vectors.badRecords.map(
    ({ why, record }) => ['digest', why, { domain: vectors.domain, type: 'Record', value: record }] as const,
  ),
  ...vectors.badHeaders.map(({ why, header }) => ['header', why, header] as const),
  ...vectors.badTreeLeaves.map(({ why, leaves }) => ['tree', why, leaves] as const),
  ...vectors.badMapItems.map(({ why, items }) => ['map', why, items] as const),
];

describe('hash', () => {
  it.each(GOOD)('prints the %s hash of the vectors: %j', async (type, value, hash) => {
    const run = await runLine(['debug', 'hash', type, '-'], { input: JSON.stringify(value) });
    expect(run).toEqual({ exit: 0, out: `${hash}\n`, err: '' });
  });

  it.each(vectors.decimals)('prints the pair of the decimal $text', async ({ text, coefficient, scale }) => {
    const run = await runLine(['debug', 'hash', 'decimal', '-'], { input: JSON.stringify(text) });
    expect(run).toEqual({ exit: 0, out: `${JSON.stringify({ coefficient, scale })}\n`, err: '' });
  });

  it.each(vectors.json)(
    'hashes the RFC 8785 form of JSON, however it was written: $jcs',
    async ({ value, jcs, keccak }) => {
      for (const input of [jcs, JSON.stringify(value, null, 2)]) {
        expect(await runLine(['debug', 'hash', 'json', '-'], { input })).toEqual({
          exit: 0,
          out: `${keccak}\n`,
          err: '',
        });
      }
    },
  );

  it.each(BAD)('refuses a %s with exit code 2: %s', async (type, _why, value) => {
    const run = await runLine(['debug', 'hash', type, '-', '--json'], { input: JSON.stringify(value) });
    expect({ exit: run.exit, out: run.out }).toEqual({ exit: 2, out: '' });
    expect(JSON.parse(run.err)).toMatchObject({ error: { code: expect.stringMatching(/^[a-z-]+$/) } });
  });

  it.each(vectors.badJson)('refuses JSON with exit code 2: $why', async ({ text, bytes }) => {
    const input = text ?? Buffer.from(bytes?.slice(2) ?? '', 'hex');
    const run = await runLine(['debug', 'hash', 'json', '-'], { input });
    expect({ exit: run.exit, out: run.out }).toEqual({ exit: 2, out: '' });
    expect(run.err).toMatch(/^error \([a-z0-9-]+\): [^\n]+\n$/);
  });

  it.each([
    ['decimal', '12.5'],
    ['decimal', '{}'],
    ['party', 'lei:529900T8BM49AURSDO55'],
    ['tree', '{}'],
    ['map', '[{"key":"0x00"}]'],
    [
      'digest',
      '{"domain":{"chainId":1,"ledger":"0xC83ae492a04d56a7b9E23d308BdFB63c601735E2"},"type":"Receipt"}',
    ],
    [
      'digest',
      '{"domain":{"chainId":1,"ledger":"0xC83ae492a04d56a7b9E23d308BdFB63c601735E2"},"type":"toString","value":{}}',
    ],
  ])('refuses a value that is not a %s: %s', async (type, input) => {
    expect((await runLine(['debug', 'hash', type, '-'], { input })).exit).toBe(2);
  });

  it('ends with 2 and one line on an unknown type, a missing file, and no arguments', async () => {
    for (const args of [
      ['debug', 'hash', 'poem', '-'],
      ['debug', 'hash', 'json', '/no/such/file'],
      ['debug', 'hash'],
      ['debug', 'hash', 'json', '-', 'more'],
    ]) {
      const run = await runLine(args);
      expect({ exit: run.exit, out: run.out }).toEqual({ exit: 2, out: '' });
      expect(run.err).toMatch(/^error \([a-z0-9-]+\): [^\n]+\n$/);
    }
  });

  it('says with examples how it is used, and ends with 0', async () => {
    const run = await runLine(['debug', 'hash', '--help']);
    expect(run.exit).toBe(0);
    expect(run.out).toContain('Examples:');
  });
});

describe('hash as a process', () => {
  const runProcess = (args: string[], input: string): { status: number | null; stdout: string } =>
    spawnSync(process.execPath, ['cli/main.ts', ...args], { input, encoding: 'utf8' });

  it('prints a hash and ends with 0', () => {
    const { identifier, party } = vectors.identifiers[0]!;
    expect(runProcess(['debug', 'hash', 'party', '-'], JSON.stringify(identifier))).toMatchObject({
      status: 0,
      stdout: `${party}\n`,
    });
  });

  it('ends with 2 on a refused value, without a stack trace', () => {
    const run = spawnSync(process.execPath, ['cli/main.ts', 'debug', 'hash', 'json', '-'], {
      input: '{"a":1,"a":2}',
      encoding: 'utf8',
    });
    expect({ status: run.status, stdout: run.stdout }).toEqual({ status: 2, stdout: '' });
    expect(run.stderr).toMatch(/^error \(json-duplicate-member\): the member "a" is there twice[^\n]+\n$/);
  });
});
