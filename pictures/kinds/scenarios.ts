import type { PicturedFigure, Remark, Row, RowGroup, RowsPicture } from './picture.ts';
import { cascade, cutScale, orderSteps, stepsOf, stepTo } from './changes.ts';
import { isZero, subtract } from './exact.ts';
import { readSegment } from './gather-flows.ts';
import { isCounted } from './inventory.ts';
import { tableOf } from './tables.ts';

/** Shows how the total of each plant becomes that of each of its scenarios: the change of each unit between them. */
export function showScenarios(figures: readonly PicturedFigure[]): RowsPicture[] {
  const totals = figures.filter(({ key }) => /^plant\/[^/]+\/total$/.test(key));
  return totals.flatMap((total) => showPlant(total, figures) ?? []);
}

function showPlant(base: PicturedFigure, figures: readonly PicturedFigure[]): RowsPicture | null {
  const plant = base.key.split('/')[1]!;
  const own = figures.flatMap((total): Shown[] => {
    const [, scenario] = /^scenario\/([^/]+)\/(.+)$/.exec(total.key) ?? [];
    const isOfPlant = total.key === `scenario/${scenario!}/${base.key}` && total.unit === base.unit;
    return isOfPlant ? [{ scenario: scenario!, total, changes: changesOf(scenario!, plant, figures) }] : [];
  });
  if (own.length === 0) return null;
  const groups = own.map((shown) => groupOf(base, shown));
  const cutAt = cutScale(groups.flatMap(({ rows }) => rows));
  const remarks: Remark[] = cutAt === null ? [] : [{ is: 'cut-scale' }];
  return {
    form: 'rows',
    kind: 'scenarios',
    unit: base.unit,
    about: [{ is: 'text', text: readSegment(plant) }],
    groups,
    cutAt,
    remarks,
    table: tableOf(groups),
    figures: [base, ...own.flatMap(({ total, changes }) => [total, ...changes])],
  };
}

interface Shown {
  readonly scenario: string;
  readonly total: PicturedFigure;
  /** How its units differ from the base case, in figures that totals count as they are. */
  readonly changes: readonly PicturedFigure[];
}

function changesOf(scenario: string, plant: string, figures: readonly PicturedFigure[]): PicturedFigure[] {
  const prefix = `scenario-difference/${scenario}/scope1/plant/${plant}/`;
  return figures.filter(
    (figure) => figure.key.startsWith(prefix) && isCounted(figure) && !isZero(figure.value),
  );
}

function groupOf(base: PicturedFigure, { scenario, total, changes }: Shown): RowGroup {
  const name = { is: 'text', text: readSegment(scenario) } as const;
  const steps = changes.map(({ key, value }) =>
    stepTo({ is: 'text', text: readSegment(key.split('/')[5]!) }, value),
  );
  const change = subtract(total.value, base.value);
  const rows: Row[] = [
    { name: { is: 'base' }, value: base.value, start: '0', tone: 'total' },
    ...cascade(base.value, stepsOf(orderSteps(steps), change)),
    { name, value: total.value, start: '0', tone: 'total' },
  ];
  return { name, rows };
}
