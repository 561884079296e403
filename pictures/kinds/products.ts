import type { FlowsPicture, Name, PicturedFigure, Place, Row, RowGroup, RowsPicture } from './picture.ts';
import { arrangeColumns } from './columns.ts';
import { sumValues } from './exact.ts';
import { readSegment } from './gather-flows.ts';
import { decimalCell, nameCell, tableOf } from './tables.ts';

/** The most bars of a group: the others are one. */
const MOST = 12;
/** The most links of a chain that are drawn; the table has all. */
const MOST_LINKS = 24;

/** A functional unit: its name as a segment of keys, its total, and the figures in the unit of that by the rest of their keys. */
interface Subject {
  readonly unit: string;
  readonly total: PicturedFigure;
  readonly parts: readonly (readonly [path: readonly string[], figure: PicturedFigure])[];
}

/** Returns the functional units whose totals figures have. */
function listSubjects(figures: readonly PicturedFigure[]): Subject[] {
  return figures.flatMap((total) => {
    const [, unit] = /^product\/([^/]+)\/total$/.exec(total.key) ?? [];
    if (unit === undefined) return [];
    const parts = figures.flatMap((figure) => {
      const [first, of, ...path] = figure.key.split('/');
      const isPart = first === 'product' && of === unit && figure.unit === total.unit;
      return isPart ? [[path, figure] as const] : [];
    });
    return [{ unit, total, parts }];
  });
}

/** Shows what the total of each functional unit is made of: by process, by input of its own process, and by stage. */
export function showProducts(figures: readonly PicturedFigure[]): RowsPicture[] {
  return listSubjects(figures).flatMap(({ unit, total, parts }) => {
    const shown = [
      groupOf('by-process', parts, ([kind, ...rest]) => {
        if (kind === 'other-processes') return { is: 'rest' };
        return kind === 'process' && rest.length === 1 ? nameText(rest[0]!) : null;
      }),
      groupOf('by-input', parts, ([kind, process, product, ...more]) => {
        if (kind === 'direct') return { is: 'direct' };
        return kind === 'input' && product !== undefined && more.length === 0
          ? nameText(`${product} ← ${process!}`)
          : null;
      }),
      groupOf('by-stage', parts, ([kind, stage, part]) =>
        kind === 'module' && part === 'total' ? nameText(stage!) : null,
      ),
    ].filter(({ group }) => group.rows.length > 0);
    if (shown.length === 0) return [];
    const whole: Row = { name: { is: 'sum' }, value: total.value, start: '0', tone: 'total' };
    const groups = [{ name: null, rows: [whole] }, ...shown.map(({ group }) => group)];
    return [
      {
        form: 'rows',
        kind: 'product',
        unit: total.unit,
        about: [nameText(unit)],
        groups,
        remarks: [],
        table: tableOf(shown.map(({ all }) => all)),
        figures: [total, ...shown.flatMap((each) => each.figures)],
      },
    ];
  });
}

interface Shown {
  /** What is drawn, and what the table has. */
  readonly group: RowGroup;
  readonly all: RowGroup;
  readonly figures: readonly PicturedFigure[];
}

/** Returns the parts that have a name, the largest first. */
function groupOf(
  name: 'by-process' | 'by-input' | 'by-stage',
  parts: Subject['parts'],
  nameOf: (path: readonly string[]) => Name | null,
): Shown {
  const own = parts.flatMap(([path, figure]) => {
    const known = nameOf(path);
    return known === null ? [] : [{ figure, row: rowOf(known, figure.value) }];
  });
  if (name !== 'by-stage')
    own.sort(
      (a, b) =>
        Number(a.row.tone === 'rest') - Number(b.row.tone === 'rest') ||
        Math.abs(Number(b.row.value)) - Math.abs(Number(a.row.value)),
    );
  const rows = own.map(({ row }) => row);
  const hidden = rows.length > MOST + 1 ? rows.slice(MOST) : [];
  const others: Row[] =
    hidden.length === 0
      ? []
      : [{ ...rowOf({ is: 'others', count: hidden.length }, sumValues(hidden)), tone: 'rest' }];
  const drawn = [...rows.slice(0, rows.length - hidden.length), ...others];
  return {
    group: { name: { is: name }, rows: drawn },
    all: { name: { is: name }, rows },
    figures: own.map(({ figure }) => figure),
  };
}

function rowOf(name: Name, value: string): Row {
  return { name, value, start: '0', tone: name.is === 'rest' ? 'rest' : 'first' };
}

/** A link of a chain: what a process supplies to another one, or to the functional unit. */
interface Link {
  readonly from: string;
  readonly to: string;
  readonly item: string;
  readonly figure: PicturedFigure;
}

/** Shows the chain of each functional unit: what is emitted anywhere for what each process supplies to another one. */
export function showChains(figures: readonly PicturedFigure[]): FlowsPicture[] {
  return listSubjects(figures).flatMap(({ unit, total, parts }) => {
    const links = parts
      .flatMap(([[kind, from, item, to, ...more], figure]): Link[] =>
        kind === 'link' && to !== undefined && more.length === 0
          ? [{ from: from!, item: item!, to, figure }]
          : [],
      )
      .sort((a, b) => Math.abs(Number(b.figure.value)) - Math.abs(Number(a.figure.value)));
    return links.length === 0 ? [] : [showChain({ unit, total, parts }, links)];
  });
}

function showChain({ unit, total, parts }: Subject, links: readonly Link[]): FlowsPicture {
  const drawn = links.slice(0, MOST_LINKS);
  const last = lastOf(total, links, parts);
  const names = [...new Set([last, ...drawn.flatMap(({ from, to }) => [from, to])])];
  const at = (name: string): number => names.indexOf(name);
  const flows = [
    ...drawn.map(({ from, to, item, figure }) => ({
      ...{ from: at(from), to: at(to), value: figure.value, about: nameText(item) },
    })),
    { from: 0, to: names.length, value: total.value },
  ];
  const columns = arrangeColumns(names.length + 1, flows);
  const below = flows.filter(({ value }) => Number(value) < 0);
  return {
    form: 'flows',
    kind: 'chain',
    unit: total.unit,
    about: [nameText(unit)],
    places: [...names.map(nameText), nameText(unit)].map((name, rank): Place => ({
      ...{ name, rank, column: columns[rank]! },
    })),
    flows,
    remarks: [
      { is: 'own-emissions' },
      ...(drawn.length < links.length
        ? [{ is: 'shown-of' as const, shown: drawn.length, of: links.length }]
        : []),
      ...(below.length > 0
        ? [{ is: 'negative-flows' as const, count: below.length, sum: sumValues(below) }]
        : []),
    ],
    table: {
      columns: ['giver', 'taker', 'product', 'value'],
      rows: [
        [nameText(last), nameText(unit), nameText(''), total.value] as const,
        ...links.map(
          ({ from, to, item, figure }) => [...[from, to, item].map(nameText), figure.value] as const,
        ),
      ].map((cells) => cells.map((cell) => (typeof cell === 'string' ? decimalCell(cell) : nameCell(cell)))),
    },
    figures: [total, ...links.map(({ figure }) => figure)],
  };
}

/**
 * Returns the process that supplies the functional unit: as much more goes into it, with what it emits itself, than it gives to other processes
 * as the total is.
 */
function lastOf(total: PicturedFigure, links: readonly Link[], parts: Subject['parts']): string {
  const rests = new Map<string, number>();
  const add = (process: string, value: number): void =>
    void rests.set(process, (rests.get(process) ?? Number(total.value)) - value);
  for (const { from, to, figure } of links) {
    add(from, -Number(figure.value));
    add(to, Number(figure.value));
  }
  for (const [[kind, process, ...more], { value }] of parts)
    if (kind === 'process' && rests.has(process!) && more.length === 0) add(process!, Number(value));
  return [...rests].reduce((best, each) => (Math.abs(each[1]) < Math.abs(best[1]) ? each : best))[0];
}

function nameText(segment: string): Name {
  return { is: 'text', text: readSegment(segment) };
}
