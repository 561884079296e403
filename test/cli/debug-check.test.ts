import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runLine } from './test-terminal.ts';
import { readVectors } from './vectors.ts';

const vectors = readVectors();

const GOOD: readonly (readonly [type: string, value: unknown])[] = [
  ...vectors.trees.map(({ root, leaf, proof }) => ['tree', { root, leaf, proof }] as const),
  ['tree', vectors.deepTree],
  ['tree', vectors.boundedTree],
  ...vectors.maps.flatMap(({ root, present }) =>
    present === undefined ? [] : [['map', { root, ...present }] as const],
  ),
  ...vectors.maps.flatMap(({ root, absent }) =>
    absent === undefined ? [] : [['absence', { root, ...absent }] as const],
  ),
  ...vectors.signatures.map((signature) => ['signature', signature] as const),
  ...vectors.chains.map((chain) => ['chain', chain] as const),
];

const BAD: readonly (readonly [type: string, why: string, value: unknown])[] = [
  ...vectors.badTrees.map((value) => ['tree', value.why, value] as const),
  ...vectors.badMaps.map((value) => ['map', value.why, value] as const),
  ...vectors.badAbsences.map((value) => ['absence', value.why, value] as const),
  ...vectors.badSignatures.map((value) => ['signature', value.why, value] as const),
  ...vectors.badChains.map(({ why, headers }) => ['chain', why, headers] as const),
  ...vectors.badHeaders.map(({ why, header }) => ['chain', why, [header]] as const),
];

describe('check', () => {
  it.each(GOOD)('holds for the %s of the vectors', async (type, value) => {
    const run = await runLine(['debug', 'check', type, '-', '--json'], { input: JSON.stringify(value) });
    expect({ exit: run.exit, err: run.err }).toEqual({ exit: 0, err: '' });
    expect(JSON.parse(run.out)).toMatchObject({
      result: 'pass',
      note: expect.stringContaining('proves no record'),
    });
  });

  it.each(BAD)('refuses a %s with exit code 1: %s', async (type, _why, value) => {
    const run = await runLine(['debug', 'check', type, '-', '--json'], { input: JSON.stringify(value) });
    expect(run.exit).toBe(1);
    expect(JSON.parse(run.out)).toMatchObject({ result: 'fail', code: expect.stringMatching(/^[a-z-]+$/) });
  });

  const tree = vectors.trees[2]!;
  it.each([
    ['a number where siblings belong', { root: tree.root, leaf: tree.leaf, proof: 3 }],
    ['a recordCount of 0', { root: tree.root, leaf: tree.leaf, proof: tree.proof, recordCount: 0 }],
    [
      'a recordCount that is not a number',
      { root: tree.root, leaf: tree.leaf, proof: tree.proof, recordCount: '5' },
    ],
    ['a root in upper case', { root: tree.root.toUpperCase(), leaf: tree.leaf, proof: tree.proof }],
    ['a null leaf', { root: tree.root, leaf: null, proof: tree.proof }],
  ])('refuses content of another type with 1: %s', async (_why, value) => {
    expect((await runLine(['debug', 'check', 'tree', '-'], { input: JSON.stringify(value) })).exit).toBe(1);
  });

  it('refuses with 1 a header whose numbers the protocol does not read, though they are JSON', async () => {
    const input = JSON.stringify(vectors.chains[0]).replace(
      /"sealedAt":[0-9]+/,
      '"sealedAt":9007199254740992',
    );
    expect((await runLine(['debug', 'check', 'chain', '-'], { input })).exit).toBe(1);
  });

  it.each([
    ['tree', ''],
    ['tree', 'not json'],
    ['tree', '[]'],
    ['tree', 'null'],
    ['tree', `{"root":"${tree.root}","leaf":"${tree.leaf}"}`],
    ['absence', `{"root":"${tree.root}","key":"${tree.leaf}","siblings":[]}`],
    ['signature', '{"digest":"0x00","signature":"0x00"}'],
    ['chain', '{}'],
    ['chain', '[,]'],
  ])('cannot read a %s, exit code 2: %s', async (type, input) => {
    const run = await runLine(['debug', 'check', type, '-'], { input });
    expect({ exit: run.exit, out: run.out }).toEqual({ exit: 2, out: '' });
  });

  it('shows both values of a proof that leads elsewhere, and that it proves no record', async () => {
    const value = { root: tree.root, leaf: tree.root, proof: [] };
    const wrong = { ...value, root: tree.leaf };
    const run = await runLine(['debug', 'check', 'tree', '-'], { input: JSON.stringify(wrong) });
    expect(run.out).toContain(`expected "${tree.leaf}"`.replaceAll('"', ''));
    expect(run.out).toContain(tree.root);
    expect(run.out).toContain('proves no record');
    expect((await runLine(['debug', 'check', 'tree', '-'], { input: JSON.stringify(value) })).out).toContain(
      'proves no record',
    );
  });

  it('names the members that it ignores', async () => {
    const { root, leaf, proof } = tree;
    const run = await runLine(['debug', 'check', 'tree', '-'], {
      input: JSON.stringify({ root, leaf, proof, recordcount: 1 }),
    });
    expect(run).toMatchObject({ exit: 0, err: 'ignored members: recordcount\n' });
  });

  it('says in its help that it is structure only', async () => {
    const { out, exit } = await runLine(['debug', 'check', '--help']);
    expect(exit).toBe(0);
    expect(out).toContain('STRUCTURE ONLY');
  });

  it.each([
    [0, { root: tree.root, leaf: tree.leaf, proof: tree.proof }],
    [1, { root: tree.leaf, leaf: tree.root, proof: [] }],
    [2, { root: tree.root }],
  ])('ends its process with %i', (status, value) => {
    const run = spawnSync(process.execPath, ['cli/main.ts', 'debug', 'check', 'tree', '-'], {
      input: JSON.stringify(value),
      encoding: 'utf8',
    });
    expect(run.status).toBe(status);
  });
});
