import type { Name, PicturedFigure, Remark, Row, RowsPicture } from './picture.ts';
import { cascade, cutScale, type Step, stepsOf, stepTo } from './changes.ts';
import { isZero, subtract, sumValues } from './exact.ts';
import { readSegment } from './gather-flows.ts';
import { readInterval } from './intervals.ts';
import { decimalCell, nameCell } from './tables.ts';

/** Shows how the total of a product differs from that of another one: by what each process emits more or less for it. */
export function showComparisons(figures: readonly PicturedFigure[]): RowsPicture[] {
  return figures.flatMap((difference) => {
    const [, one, other] = /^comparison\/([^/]+)\/([^/]+)$/.exec(difference.key) ?? [];
    if (one === undefined) return [];
    const [from, to] = [one, other].map((unit) =>
      figures.find(({ key, unit: of }) => key === `product/${unit!}/total` && of === difference.unit),
    );
    return from === undefined || to === undefined ? [] : [showComparison(difference, [from, to], figures)];
  });
}

/** What a difference may have beside those of its processes because all are rounded, as a part of the total. */
const ROUNDING = 1e-6;

function showComparison(
  difference: PicturedFigure,
  [from, to]: readonly [PicturedFigure, PicturedFigure],
  figures: readonly PicturedFigure[],
): RowsPicture {
  const changes = listChanges(difference, figures);
  const [one, other] = [from, to].map(({ key }) => nameText(key.split('/')[1]!)) as [Name, Name];
  const known = changes.map(({ step }) => step);
  const rounding = subtract(subtract(to.value, from.value), sumValues(known));
  const isRounding = Math.abs(Number(rounding)) <= ROUNDING * Math.abs(Number(from.value));
  const whole = isRounding ? sumValues(known) : subtract(to.value, from.value);
  const rows: Row[] = [
    { name: one, value: from.value, start: '0', tone: 'total' },
    ...cascade(from.value, stepsOf(known, whole)),
    { name: other, value: to.value, start: '0', tone: 'total' },
  ];
  const interval = readInterval(difference);
  const ends = [from, to, difference].map((figure) => readInterval(figure));
  const cutAt = cutScale(rows);
  const remarks: Remark[] = [
    { is: 'compared', value: difference.value, unit: difference.unit, interval },
    ...(isRounding && !isZero(rounding) ? [{ is: 'difference' as const, difference: rounding }] : []),
    ...(cutAt === null ? [] : [{ is: 'cut-scale' as const }]),
  ];
  const [ofOne, ofOther, ofDifference] = ends;
  const listed = [
    ...rows.map(({ name, value }, at) => ({
      name,
      value,
      ends: at === 0 ? ofOne : at === rows.length - 1 ? ofOther : null,
    })),
    { name: { is: 'change' } as const, value: difference.value, ends: ofDifference },
  ];
  const hasEnds = ends.some((each) => each !== null);
  return {
    form: 'rows',
    kind: 'comparison',
    unit: difference.unit,
    about: [one, other],
    groups: [{ name: null, rows }],
    cutAt,
    remarks,
    table: {
      columns: ['name', 'value', ...(hasEnds ? (['low', 'high'] as const) : [])],
      rows: listed.map((each) => [
        nameCell(each.name),
        decimalCell(each.value),
        ...(hasEnds ? cellsOf(each.ends) : []),
      ]),
    },
    figures: [from, to, difference, ...changes.map(({ figure }) => figure)],
  };
}

interface Change {
  readonly figure: PicturedFigure;
  readonly step: Step;
}

/** Returns by how much more or less each process emits, the largest first, and all others together. */
function listChanges({ key: compared }: PicturedFigure, figures: readonly PicturedFigure[]): Change[] {
  const changes = figures.flatMap((figure): Change[] => {
    if (!figure.key.startsWith(`${compared}/`) || isZero(figure.value)) return [];
    const [kind, process, ...more] = figure.key.slice(compared.length + 1).split('/');
    if (kind === 'other-processes') return [{ figure, step: stepTo({ is: 'rest' }, figure.value) }];
    if (kind !== 'process' || process === undefined || more.length > 0) return [];
    return [{ figure, step: stepTo(nameText(process), figure.value) }];
  });
  const sizeOf = ({ step: { name, value } }: Change): number =>
    name.is === 'rest' ? -1 : Math.abs(Number(value));
  return changes.sort((a, b) => sizeOf(b) - sizeOf(a));
}

function cellsOf(ends: ReturnType<typeof readInterval> | undefined) {
  return [ends?.low, ends?.high].map((end) =>
    end === undefined ? nameCell({ is: 'text', text: '' }) : decimalCell(end),
  );
}

function nameText(segment: string): Name {
  return { is: 'text', text: readSegment(segment) };
}
