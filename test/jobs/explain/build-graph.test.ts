import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { rootOfRows } from '../../../core/records/row-set.ts';
import { buildGraph } from '../../../jobs/explain/build-graph.ts';
import type { Graph } from '../../../jobs/explain/graph.ts';
import { type KnownRecords, listKnownRecords } from '../../../jobs/explain/known-record.ts';
import { idOfEntry, idOfRecord } from '../../../jobs/explain/node-ids.ts';
import { derive, idOf, makeEntry, makeRecords, readProof } from '../../helpers/known-records.ts';

function graphOf(records: KnownRecords, figure: string | null, opened: [string, number][] = []): Graph {
  const [root] = records.keys();
  return buildGraph(records, { root: root!, figure, opened: new Map(opened) });
}

/** The edges as `key -meaning symbols-> key`. */
function write({ edges }: Graph): string[] {
  const last = (id: string): string =>
    id
      .split(' ')
      .at(-1)!
      .replace(/^0x(\w{4})\w+$/, '$1');
  return edges.map(({ from, to, meaning, uses }) =>
    [`${last(from)} -`, [meaning, ...uses.map(({ name }) => name)].join(' '), `-> ${last(to)}`].join(''),
  );
}

describe('the graph of a figure of a proof file', () => {
  const records = listKnownRecords(readProof('recorded-home/home/example/inventory-restated'));
  const graph = graphOf(records, 'scope2/location');

  it('leads from the datasets over the rows, as the formula names them, to the figure and its record', () => {
    const [company] = records.keys();
    const label = company!.slice(2, 6);
    const edges = write(graph);
    expect(edges).toContain('electricity/consumption -operand E-> scope2/location');
    expect(edges).toContain('CN/2023/average -operand EF-> scope2/location');
    expect(edges).toContain(`scope2/location -figure-> ${label}`);
    expect(edges.filter((edge) => edge.includes('-holds->'))).toHaveLength(2);
    expect(edges).toHaveLength(5);
    expect(graph.root).toBe(idOfEntry(company!, 'scope2/location'));
  });

  it('follows figures that are operands down to their rows', () => {
    const total = write(graphOf(records, 'total/location'));
    expect(total).toContain('scope2/location -operand part[3]-> total/location');
    expect(total).toContain('electricity/consumption -operand E-> scope2/location');
  });

  it('of a disclosure goes on at the result that it repeats', () => {
    const cited = listKnownRecords(readProof('vectors/proof-files/files/disclosure-of-a-reperformed-figure'));
    const edges = write(graphOf(cited, 'product/coal'));
    expect(edges).toContain('product/coal -cites-> product/coal');
    expect(edges).toContain('coal -operand A-> product/coal');
  });
});

describe('the standing of a record', () => {
  it.each([
    ['basis-superseded', 'stale', 'replaced'],
    ['basis-withdrawn', 'stale', 'withdrawn'],
    ['citation', 'current', 'current'],
    ['subject-withdrawn', 'withdrawn', 'current'],
  ])('in %s is %s, and that of its source %s', (name, subject, source) => {
    const records = listKnownRecords(readProof(`vectors/proof-files/files/${name}`));
    const [first, second] = records.keys();
    const { nodes } = graphOf(records, null);
    expect(nodes.get(idOfRecord(first!))?.standing).toBe(subject);
    expect(nodes.get(idOfRecord(second!))?.standing).toBe(source);
  });

  it('is unknown where no head says which version is the newest', () => {
    const records = listKnownRecords(readProof('vectors/proof-files/files/subject-without-head'));
    const { nodes, root } = graphOf(records, null);
    expect(nodes.get(root)?.standing).toBe('unknown');
  });
});

const rows = ['a', 'b', 'c', 'd'].map((key, index) =>
  makeEntry(key, String(index + 1), { row: 'fuel-use', site: index < 3 ? 'north' : 'south' }),
);
const set = (keys: readonly string[], members: JsonObject = {}): JsonObject => ({
  name: 'AD',
  record: idOf(2),
  selection: { rows: ['fuel-use'] },
  count: keys.length,
  root: rootOfRows(idOf(2), keys),
  sum: '1',
  unit: 't',
  ...members,
});
const withSets = (...sets: readonly JsonObject[]): KnownRecords =>
  makeRecords([
    { number: 1, kind: 2, sources: [2], entries: [makeEntry('total', '10', derive(sets))] },
    { number: 2, kind: 1, entries: rows },
  ]);
const idOfSetNode = (keys: readonly string[]): string => `set ${idOf(2)} ${rootOfRows(idOf(2), keys)}`;

describe('a set of rows', () => {
  it('is closed at first, and says how many rows it hides', () => {
    const { nodes } = graphOf(withSets(set(['a', 'b', 'c', 'd'])), 'total');
    const node = nodes.get(idOfSetNode(['a', 'b', 'c', 'd']));
    expect(node).toMatchObject({ type: 'set', hidden: 4, rows: null });
    expect([...nodes.values()].filter(({ type }) => type === 'row')).toEqual([]);
  });

  it('shows as many rows as were asked for, and a box for the others', () => {
    const keys = ['a', 'b', 'c', 'd'];
    const graph = graphOf(withSets(set(keys)), 'total', [[idOfSetNode(keys), 3]]);
    const shown = [...graph.nodes.values()];
    expect(shown.flatMap((node) => (node.type === 'row' ? [node.key] : []))).toEqual(['a', 'b', 'c']);
    expect(shown.find(({ type }) => type === 'more')).toMatchObject({ hidden: 1, what: 'rows' });
    expect(graph.nodes.get(idOfSetNode(keys))).toMatchObject({ isExact: true });
  });

  it('is found among others with the same selection by its root', () => {
    const [north, south] = [['a', 'b', 'c'], ['d']];
    const graph = graphOf(withSets(set(north), set(south)), 'total', [[idOfSetNode(south), 9]]);
    expect(graph.nodes.get(idOfSetNode(south))).toMatchObject({ isExact: true, rows: [rows[3]] });
  });

  it('with another root than its rows shows what is selected, and says that it is not exact', () => {
    const wrong = ['a', 'b', 'x', 'y'];
    const graph = graphOf(withSets(set(wrong)), 'total', [[idOfSetNode(wrong), 9]]);
    expect(graph.nodes.get(idOfSetNode(wrong))).toMatchObject({ isExact: false, rows });
  });
});

describe('what a graph lacks', () => {
  it('is named: records that are not here, and entries that are needed and unread', () => {
    const operand = { name: 'E', record: idOf(3), key: 'x', value: '1', unit: 't' };
    const total = makeEntry('total', '1', derive([operand], { result: idOf(2), key: 'cited' }));
    const records = makeRecords([
      { number: 1, kind: 3, sources: [2], entries: [total] },
      { number: 2, kind: 2, access: 'unread' },
    ]);
    const graph = graphOf(records, 'total');
    expect(graph.wantedRecords).toEqual([idOf(3)]);
    expect(graph.wantedEntries).toEqual([idOf(2)]);
    expect(graph.nodes.get(idOfRecord(idOf(3)))?.type).toBe('unknown');
  });

  it('is not asked for where a record is private: its figure is a closed node', () => {
    const total = makeEntry('total', '1', derive([], { result: idOf(2), key: 'cited' }));
    const records = makeRecords([
      { number: 1, kind: 3, sources: [2], entries: [total] },
      { number: 2, kind: 2, access: 'private' },
    ]);
    const graph = graphOf(records, 'total');
    expect(graph.wantedEntries).toEqual([]);
    expect(graph.nodes.get(idOfEntry(idOf(2), 'cited'))).toMatchObject({ type: 'figure', entry: null });
  });
});

describe('a hostile file', () => {
  it('with figures that name each other gives a graph without circles', () => {
    const of = (key: string): JsonObject => derive([{ name: 'x', key, value: '1', unit: 't' }]);
    const entries = [
      makeEntry('a', '1', of('b')),
      makeEntry('b', '1', of('c')),
      makeEntry('c', '1', of('a')),
    ];
    const graph = graphOf(makeRecords([{ number: 1, kind: 2, entries }]), 'a');
    const edges = write(graph);
    expect(edges).toContain('b -operand x-> a');
    expect(edges).toContain('c -operand x-> b');
    expect(edges).not.toContain('a -operand x-> c');
  });

  it('with very many operands is shown in part, and at most 2,000 boxes', () => {
    const operands = Array.from({ length: 5000 }, (_, index) => ({
      name: `p[${index}]`,
      record: idOf(2),
      key: `k${index}`,
      value: '1',
      unit: 't',
    }));
    const records = makeRecords([
      { number: 1, kind: 2, sources: [2], entries: [makeEntry('total', '1', derive(operands))] },
      { number: 2, kind: 1, access: 'unread' },
    ]);
    const first = graphOf(records, 'total');
    expect(first.nodes.get(first.root)).toMatchObject({ hidden: 4976 });
    const all = graphOf(records, 'total', [[first.root, 5000]]);
    expect(all.nodes.size).toBe(2000);
    expect(all.isFull).toBe(true);
  });

  it('with a long chain of figures is shown in part', () => {
    const entries = Array.from({ length: 20_000 }, (_, index) =>
      makeEntry(`f${index}`, '1', derive([{ name: 'x', key: `f${index + 1}`, value: '1', unit: 't' }])),
    );
    const graph = graphOf(makeRecords([{ number: 1, kind: 2, entries }]), 'f0');
    expect(graph.nodes.size).toBeLessThan(200);
    expect([...graph.nodes.values()].at(-2)).toMatchObject({ type: 'more', what: 'inputs', hidden: 1 });
  });

  it('with details of other forms gives the figure alone', () => {
    const detail = { derivation: { operands: [{ selection: 7 }, null, 'x'] }, documents: [3, { name: 1 }] };
    const graph = graphOf(makeRecords([{ number: 1, kind: 2, entries: [makeEntry('a', '1', detail)] }]), 'a');
    expect(write(graph)).toEqual(['a -figure-> 0000']);
  });
});
