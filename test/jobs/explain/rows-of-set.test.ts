import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry } from '../../../core/records/entry.ts';
import { checkRowProof, rootOfRows } from '../../../core/records/row-set.ts';
import { findRows, type NamedSet, openUsed, proveInSets } from '../../../jobs/explain/rows-of-set.ts';
import { idOf, makeEntry } from '../../helpers/known-records.ts';

const RECORD = idOf(2);
const anyRow = (): boolean => true;

/** Returns the set of some rows, as a figure names it: all sets have one selection. */
function setOf(rows: readonly Entry[], name = 'AD'): NamedSet {
  const keys = rows.map(({ key }) => key);
  return {
    name,
    record: RECORD,
    selection: { rows: ['use'] },
    count: rows.length,
    root: rootOfRows(RECORD, keys),
  };
}

const row = (key: string, members: Record<string, string> = {}, more: Partial<Entry> = {}): Entry => ({
  ...makeEntry(key, '1', { row: 'use', ...members }),
  ...more,
});

describe('the rows of a set', () => {
  const north = [row('a', { site: 'north' }), row('b', { site: 'north' })];
  const south = [row('c', { site: 'south' }), row('d', { site: 'south' }), row('e', { site: 'south' })];
  const others = [makeEntry('f', '1', { row: 'factor' }), makeEntry('g', '1')];
  const entries = [...north, ...others, ...south];

  it('are all that its selection selects, where the root says so', () => {
    expect(findRows(setOf([...north, ...south]), entries, anyRow)).toEqual({
      rows: [...north, ...south],
      isExact: true,
    });
  });

  it('are those that are alike, where the root says so', () => {
    expect(findRows(setOf(south), entries, anyRow)).toEqual({ rows: south, isExact: true });
  });

  it('are those that the run used', () => {
    const set = setOf([north[0]!, ...south]);
    expect(findRows(set, entries, ({ key }) => key !== 'b').isExact).toBe(true);
    expect(findRows(set, entries, anyRow).isExact).toBe(false);
  });

  it('are unknown where rows of the set are missing or nothing distinguishes them: all that are selected are shown', () => {
    for (const rows of [
      [...north, ...south, row('x')],
      [north[0]!, south[0]!],
    ])
      expect(findRows(setOf(rows), entries, anyRow)).toEqual({ rows: [...north, ...south], isExact: false });
  });
});

describe('the proof that a set holds a row', () => {
  it('is null for a row that no set selects or that the run did not use, and without sets', () => {
    const [factor, use] = [makeEntry('f', '1', { row: 'factor' }), row('a')];
    expect(proveInSets([setOf([use])], [factor, use], factor, anyRow)).toBeNull();
    expect(proveInSets([setOf([use])], [use], use, () => false)).toBeNull();
    expect(proveInSets([], [use], use, anyRow)).toBeNull();
  });

  it('is null where rows that are alike in all respects are in two sets', () => {
    const rows = ['a', 'b', 'c'].map((key) => row(key));
    expect(proveInSets([setOf(rows.slice(0, 1)), setOf(rows.slice(1))], rows, rows[1]!, anyRow)).toBeNull();
  });

  it.each<[string, (index: number) => Entry]>([
    ['the period', (index) => row(`r${index}`, {}, { from: index % 2, until: 5 })],
    ['the unit', (index) => row(`r${index}`, {}, { unit: index % 2 === 0 ? 'kg' : 't' })],
    ['a member that some rows lack', (index) => row(`r${index}`, index % 2 === 0 ? { site: 'x' } : {})],
    [
      'all members but one',
      (index) =>
        row(`r${index}`, {
          ...{ a: `${index % 2}`, b: `${(index >> 1) % 2}`, c: `${(index >> 2) % 2}`, name: `${index}` },
        }),
    ],
  ])('is found by %s', (_, make) => {
    const rows = Array.from({ length: 16 }, (__, index) => make(index));
    const nameOf = ({ from, unit, detail }: Entry): string => {
      const { name: ___, ...members } = detail ?? {};
      return JSON.stringify([from, unit, members]);
    };
    const sets = [...Map.groupBy(rows, nameOf).values()].map((part, at) => setOf(part, `AD[${at}]`));
    expect(sets.length).toBeGreaterThan(1);
    for (const each of rows) {
      const proof = proveInSets(sets, rows, each, anyRow)!;
      checkRowProof(proof, { record: RECORD, key: each.key }, proof.siblings);
      expect(
        findRows(
          sets.find(({ name }) => name === proof.name)!,
          rows,
          anyRow,
        ).rows,
      ).toContain(each);
    }
  });

  it('is found for every row, and only in its set, where sets differ in one or two members', () => {
    const member = fc.constantFrom('x', 'y', 'z');
    fc.assert(
      fc.property(
        fc.array(fc.record({ site: member, fuel: member, note: member }), { minLength: 1, maxLength: 24 }),
        fc.subarray(['site', 'fuel', 'note'] as const, { minLength: 1, maxLength: 2 }),
        (details, by) => {
          const rows = details.map((detail, at) => row(`r${at}`, detail));
          const parts = Map.groupBy(rows, ({ detail }) => JSON.stringify(by.map((name) => detail![name])));
          const sets = [...parts.values()].map((part, at) => setOf(part, `AD[${at}]`));
          for (const each of rows) {
            const proof = proveInSets(sets, rows, each, anyRow)!;
            const at = [...parts.values()].findIndex((part) => part.includes(each));
            expect(proof).toMatchObject({ name: `AD[${at}]`, root: sets[at]!.root });
          }
        },
      ),
    );
  });
});

describe('the rows that a run used', () => {
  it('may be any where no run says so', () => {
    expect([null, {}, { inputs: 3 }].map((run) => openUsed(run, RECORD)(row('a')))).toEqual([
      true,
      true,
      true,
    ]);
  });
});
