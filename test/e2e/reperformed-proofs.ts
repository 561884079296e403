import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { DerivationNode } from '../../cli/output/derivation.ts';
import {
  type Bundle,
  type BundleRecord,
  formatBundle,
  parseBundle,
  type ShownEntry,
} from '../../core/proofs/bundle.ts';
import { KINDS } from '../../core/records/kind.ts';
import { isRunEntry } from '../../core/records/run.ts';
import { runAlone, type Said } from '../../devnet/example/reperform.ts';
import { runLine } from '../cli/test-terminal.ts';

/** Every figure that a proof file shows is computed again by a process that has nothing but the file; returns how many. */
export async function expectReperformed(file: string): Promise<number> {
  const { records } = parseBundle(await readFile(file));
  const result = resultOf(records);
  const { exit, output } = await runAlone(file, 'reperform', '--json');
  const figures = figuresOf(result).length;
  const { outputs } = result.entries.shown.find((entry) => isRunEntry(entry))!.detail as { outputs: unknown };
  const all = (outputs as string[]).length;
  expect({ exit, ...JSON.parse(output) }).toMatchObject({
    exit: 0,
    result: 'pass',
    basis: expect.stringContaining(
      `${figures} of ${all} figures of ${result.id} computed again to the digit`,
    ),
  });
  return figures;
}

/** Every figure that a proof file shows of a result is explained down to rows of datasets, which the file shows as they are. */
export async function expectExplained(file: string): Promise<void> {
  const { records } = parseBundle(await readFile(file));
  for (const { key, value, unit } of figuresOf(resultOf(records))) {
    const { exit, out } = await runLine(['explain', file, key, '--json']);
    expect(exit, key).toBe(0);
    const tree = JSON.parse(out) as DerivationNode;
    expect(tree).toMatchObject({ key, value, unit });
    const leaves = leavesOf(tree);
    expect(leaves.length).toBeGreaterThan(0);
    for (const leaf of leaves) expectRow(records, leaf);
  }
}

/** A row is shown of a dataset; an operand may be a quantity of its detail, such as the factor of an instrument. */
function expectRow(records: readonly BundleRecord[], { record, key, value, unit }: DerivationNode): void {
  const source = records.find(({ id }) => id === record);
  expect(source?.record.kind, `${key} is a row of a dataset`).toBe(KINDS.dataset);
  const row = source!.entries.shown.find((entry) => entry.key === key);
  const { factor, factorUnit } = row?.detail ?? {};
  expect([
    [row?.value, row?.unit],
    [factor, factorUnit],
  ]).toContainEqual([value, unit]);
}

/** A proof file of which one figure, or one row, was altered is found out, with what the engine computes and what was said. */
export async function expectFoundOut(file: string, key: string, value: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-altered-'));
  const altered = join(folder, 'altered.carbon-proof.json');
  const bundle = parseBundle(await readFile(file));
  await writeFile(altered, formatBundle(alter(bundle, key, value)));
  const { exit, output }: Said = await runAlone(altered, 'reperform', '--json');
  await rm(folder, { recursive: true });
  const { result, code, expected, actual } = JSON.parse(output) as {
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
  expect(count, `${key} stands once in the file`).toBe(1);
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
