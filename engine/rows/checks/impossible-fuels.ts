import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { parseAmount, type Amount } from '../../quantities/decimal.ts';
import { convertAmount, parseUnit, type Unit } from '../../quantities/unit.ts';
import { isStated, type Row } from '../row.ts';
import type { RowType } from '../row-detail.ts';
import { textOf, type CheckedRows } from './check.ts';

/** Two properties of a fuel whose product or quotient has a limit. */
interface Limit {
  readonly first: (row: Row) => boolean;
  readonly second: (row: Row) => boolean;
  /** What is computed of the two, in these units. */
  readonly how: 'times' | 'over';
  readonly units: readonly [first: string, second: string];
  readonly unit: string;
  readonly most: string;
  readonly why: string;
}

const CARBON = 'a fuel that is all carbon gives 44/12 kg of CO2 per kg';
const HYDROGEN = 'no fuel gives more heat than hydrogen';

const LIMITS: readonly Limit[] = [
  ...(['net', 'gross'] as const).flatMap((basis): Limit[] => {
    const second = isOf(`${basis}-calorific-value`);
    const common = { second, how: 'times', units: ['kg/J', 'J/kg'], unit: 'kg/kg' } as const;
    return [
      {
        ...common,
        first: (row) => isCarbonDioxide(row) && isOnBasis(row, basis),
        most: '3.667',
        why: CARBON,
      },
      {
        ...common,
        first: (row) => isOf('carbon-content')(row) && isOnBasis(row, basis),
        most: '1',
        why: 'a fuel has no more carbon than mass',
      },
    ];
  }),
  {
    first: isCarbonDioxide,
    second: isOf('density'),
    how: 'over',
    units: ['kg/m3', 'kg/m3'],
    unit: 'kg/kg',
    most: '3.667',
    why: CARBON,
  },
  {
    first: isOf('net-calorific-value'),
    second: isOf('density'),
    how: 'over',
    units: ['MJ/m3', 'kg/m3'],
    unit: 'MJ/kg',
    most: '120',
    why: HYDROGEN,
  },
  ...['MJ/kg', 'MJ/m3'].map((unit): Limit => ({
    first: isOf('net-calorific-value'),
    second: isOf('gross-calorific-value'),
    how: 'over',
    units: [unit, unit],
    unit: '1',
    most: '1',
    why: 'the net calorific value is a part of the gross one',
  })),
];

/**
 * Refuses properties of one fuel that contradict each other: a CO2 factor per energy and a calorific value that give more carbon
 * than mass, or a net calorific value above the gross one. Only rows that hold together are compared.
 * @throws EngineError `out-of-range`
 */
export function refuseImpossibleFuels({ factors }: Pick<CheckedRows, 'factors'>): void {
  const ofFuels = factors.filter(({ detail }) => textOf(detail, 'fuel') !== undefined);
  for (const rows of Map.groupBy(ofFuels, ({ detail }) => textOf(detail, 'fuel')).values())
    for (const limit of LIMITS) refusePairs(limit, rows);
}

function refusePairs(limit: Limit, rows: readonly Row[]): void {
  const [firstUnit, secondUnit] = limit.units.map(parseUnit) as [Unit, Unit];
  const seconds = rows.filter((row) => limit.second(row) && row.unit.dimension === secondUnit.dimension);
  if (seconds.length === 0) return;
  for (const first of rows) {
    if (!limit.first(first) || first.unit.dimension !== firstUnit.dimension) continue;
    for (const second of seconds) {
      if (second === first || second.amount.isZero() || !holdTogether(first, second)) continue;
      const value = combine(
        limit,
        convertAmount(first.amount, first.unit, firstUnit),
        convertAmount(second.amount, second.unit, secondUnit),
      );
      if (value.greaterThan(parseAmount(limit.most))) throw refuse(limit, first, second, value);
    }
  }
}

function combine({ how }: Limit, first: Amount, second: Amount): Amount {
  return how === 'times' ? first.times(second) : first.div(second);
}

function refuse({ unit, most, why, how }: Limit, first: Row, second: Row, value: Amount): EngineError {
  const shown = ({ key, value: stated, unit: { text } }: Row): string => `${key} (${stated} ${text})`;
  const pair = `${shown(first)} ${how === 'times' ? 'times' : 'over'} ${shown(second)}`;
  const message = `${pair} is ${String(value.round(4))} ${unit}: expected at most ${most} ${unit}, because ${why}. Check both values, their units, and whether they are gross or net`;
  return new EngineError('out-of-range', message, first.value, placeOf(first, 'value'));
}

/** Whether two rows can be used together: their places and valid times meet, and they are of one origin. */
function holdTogether(a: Row, b: Row): boolean {
  const isTimely = !isStated(a) || !isStated(b) || (a.from < b.until && b.from < a.until);
  return isTimely && meets(a, b, 'geography') && meets(a, b, 'origin');
}

function meets(a: Row, b: Row, member: string): boolean {
  const [one, other] = [textOf(a.detail, member), textOf(b.detail, member)];
  return one === undefined || other === undefined || one === other;
}

function isOf(type: RowType): (row: Row) => boolean {
  return ({ detail }) => detail.row === type;
}

function isCarbonDioxide({ detail }: Row): boolean {
  return detail.row === 'emission-factor' && detail.gas === 'CO2' && detail.basis === 'combustion';
}

/** Whether a factor per energy is on a basis; one without a basis is net. */
function isOnBasis({ detail }: Row, basis: string): boolean {
  return (textOf(detail, 'calorific') ?? 'net') === basis;
}
