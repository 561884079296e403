import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { DerivationNode } from '../../jobs/explain/trace-derivation.ts';
import {
  type Bundle,
  type BundleRecord,
  formatBundle,
  parseBundle,
  type ShownEntry,
} from '../../core/proofs/bundle.ts';
import { KINDS } from '../../core/records/kind.ts';
import { isRunEntry } from '../../core/records/run.ts';
import { runLine } from '../cli/test-terminal.ts';
import { IS_LONG } from '../helpers/long.ts';

/**
 * Expects that every figure in a proof file can be computed again from the file alone: npm start did so in a process that has nothing else, and now
 * the ledger is stopped. Returns the number of figures.
 */
export async function expectReperformed(file: string): Promise<number> {
  const { records } = parseBundle(await readFile(file));
  const result = resultOf(records);
  const { exit, out } = await runLine(['reperform', file, '--json']);
  const figures = figuresOf(result).length;
  const { outputs } = result.entries.shown.find((entry) => isRunEntry(entry))!.detail as { outputs: unknown };
  const all = (outputs as string[]).length;
  expect({ exit, ...JSON.parse(out) }).toMatchObject({
    exit: 0,
    result: 'pass',
    basis: expect.stringContaining(
      `${figures} of ${all} figures of ${result.id} computed again to the digit`,
    ),
  });
  return figures;
}

/** The most figures of one result that are explained: all of the first acts, and of later ones more in npm run test:long. */
const MOST_EXPLAINED = IS_LONG ? 60 : 20;

/** Expects that figures of a result, evenly chosen where there are many, are explained down to dataset rows, and that the rows are in the proof file. */
export async function expectExplained(file: string): Promise<void> {
  const { records } = parseBundle(await readFile(file));
  const figures = figuresOf(resultOf(records));
  const step = Math.ceil(figures.length / MOST_EXPLAINED);
  for (const { key, value, unit } of figures.filter((_, index) => index % step === 0)) {
    const { exit, out } = await runLine(['explain', file, key, '--json']);
    expect(exit, key).toBe(0);
    const tree = JSON.parse(out) as DerivationNode;
    expect(tree).toMatchObject({ key, value, unit });
    const leaves = leavesOf(tree);
    expect(leaves.length).toBeGreaterThan(0);
    // What a scenario adds is in the parameters of the run, and in no dataset.
    for (const leaf of leaves.filter(({ key: own }) => own?.startsWith('scenario/') !== true))
      expectRow(records, leaf);
  }
}

/** Expects the rows of a set, a dataset row, or a figure of another result. The operand may be its value, or a number in its detail: the factor of an instrument, the divisor of a constant, a declared part. */
function expectRow(
  records: readonly BundleRecord[],
  { record, key, value, unit, set }: DerivationNode,
): void {
  const source = records.find(({ id }) => id === record);
  if (set !== null) {
    expect(source?.entries.shown.length).toBeGreaterThanOrEqual(set.count);
    return;
  }
  expect(source?.record.kind, `${key} is a row`).toBeOneOf([KINDS.dataset, KINDS.result]);
  const row = source!.entries.shown.find((entry) => entry.key === key);
  const { factor, factorUnit, under, allocation } = row?.detail ?? {};
  expect([
    [row?.value, row?.unit],
    [factor, factorUnit],
    [under, row?.unit],
    [allocation, '1'],
  ]).toContainEqual([value, unit]);
}

/** Expects that `reperform` rejects a proof file with one altered figure or row, and reports the computed and the altered entry. */
export async function expectFoundOut(file: string, key: string, value: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-altered-'));
  const altered = join(folder, 'altered.carbon-proof.json');
  const bundle = parseBundle(await readFile(file));
  await writeFile(altered, formatBundle(alter(bundle, key, value)));
  const { exit, out, err } = await runLine(['reperform', altered, '--json']);
  await rm(folder, { recursive: true });
  const { result, code, expected, actual } = JSON.parse(out || err) as {
    result: string;
    code: string;
    expected: ShownEntry;
    actual: ShownEntry;
  };
  expect({ exit, result, code }).toEqual({ exit: 1, result: 'fail', code: 'figure-differs' });
  expect(expected.key).toBe(actual.key);
  expect(expected.value).not.toBe(actual.value);
  if (expected.key === key) expect(actual.value).toBe(value);
}

function alter(bundle: Bundle, key: string, value: string): Bundle {
  let count = 0;
  const records = bundle.records.map((record) => ({
    ...record,
    entries: {
      ...record.entries,
      shown: record.entries.shown.map((entry) => {
        if (entry.key !== key) return entry;
        count += 1;
        expect(entry.value).not.toBe(value);
        return { ...entry, value };
      }),
    },
  }));
  expect(count, `${key} is in the file once`).toBe(1);
  return { ...bundle, records };
}

function resultOf(records: readonly BundleRecord[]): BundleRecord {
  return records.find(({ record }) => record.kind === KINDS.result)!;
}

function figuresOf({ entries }: BundleRecord): ShownEntry[] {
  return entries.shown.filter((entry) => !isRunEntry(entry));
}

function leavesOf(node: DerivationNode): DerivationNode[] {
  return node.operands.length === 0 ? [node] : node.operands.flatMap(leavesOf);
}
