import {
  constant,
  productOf,
  quotientOf,
  roundedOf,
  sumOf,
  type Expression,
  type Quantity,
} from '../../figures/expression.ts';
import type { Shape } from '../../figures/terms.ts';
import { Amount, ONE, ZERO } from '../../quantities/decimal.ts';
import { convertAmount, parseUnit, type Unit } from '../../quantities/unit.ts';
import type { Stream } from './stream.ts';

/**
 * To how many decimals a rule set rounds each step: masses in t, gas in 10⁴ m³, calorific values in GJ per these, carbon in t per GJ and per these,
 * factors of processes in t per t, and CO2 in t. A step that is absent is not rounded.
 */
export interface Digits {
  readonly amount: number;
  readonly calorific: number;
  readonly perEnergy: number;
  /** Carbon per amount of fuel: where it is stated; a step of its own where it is a calorific value times carbon per energy. */
  readonly carbon: { readonly decimals: number; readonly isStep?: true };
  readonly factor?: number;
  readonly emission: number;
}

/** The steps of a sum. Without decimals of emissions, where it is carbon or another gas than CO2: those of a rule set are of CO2. */
export type Steps = Omit<Digits, 'emission'> & Partial<Pick<Digits, 'emission'>>;

/** Returns the sum of the amounts of streams in a unit. */
export type Amounts = (
  streams: readonly Stream[],
  about: Pick<Shape, 'symbol' | 'to' | 'substance'>,
) => Expression;

/** Returns the steps that lead to a gas, or to carbon. */
export function stepsTo(gas: string, digits: Digits | undefined): Steps | undefined {
  if (digits === undefined || gas === 'CO2') return digits;
  const { emission: _emission, ...steps } = digits;
  return steps;
}

const [TONNE, CUBIC_METRE, ENERGY] = ['t', 'm3', 'GJ'].map(parseUnit) as [Unit, Unit, Unit];
/** Guides count gas in 10⁴ m³. */
const VOLUME_SHIFT = 4;

/**
 * Returns the sum of streams by the steps of a rule set: of each period, the amounts are added up and rounded, as are the properties that
 * multiply them, and their emissions where the steps have decimals of these. So a month is rounded by itself.
 */
export function sumSteps(
  streams: readonly Stream[],
  shapeOf: (stream: Stream) => Shape,
  amountsOf: Amounts,
  { emission, ...digits }: Steps,
): Expression {
  const byPeriod = Map.groupBy(streams, ({ from, until }) => `${from} ${until}`);
  return sumOf(
    [...byPeriod.values()].map((own) => {
      const terms = [...Map.groupBy(own, shapeOf)].map(([shape, rows]) =>
        multiplySteps(shape, rows, amountsOf, digits),
      );
      return emission === undefined ? sumOf(terms) : roundedOf(sumOf(terms), emission, TONNE.text);
    }),
  );
}

function multiplySteps(
  { symbol, to, substance, factors, divisors = [] }: Shape,
  rows: readonly Stream[],
  amountsOf: Amounts,
  digits: Steps,
): Expression {
  const [unit, decimals] = stepOfAmount(to, digits.amount);
  const sum = amountsOf(rows, { symbol, to: unit, substance });
  const amount = backTo(to, unit, roundedOf(sum, decimals, unit.text));
  const product = productOf(...amount, ...roundFactors(factors, digits));
  return divisors.length === 0 ? product : quotientOf(product, productOf(...divisors));
}

function stepOfAmount(to: Unit, decimals: number): [unit: Unit, decimals: number] {
  if (to.dimension === TONNE.dimension) return [TONNE, decimals];
  return to.dimension === CUBIC_METRE.dimension ? [CUBIC_METRE, decimals - VOLUME_SHIFT] : [ENERGY, decimals];
}

/** Returns what counts in `from` as factors that count in `to`. */
function backTo(to: Unit, from: Unit, node: Expression): Expression[] {
  return to.text === from.text ? [node] : [node, constant('', convertAmount(ONE, from, to), ONE)];
}

/** Rounds calorific values, carbon contents and factors of processes; the first two as one step where the rule set does. */
function roundFactors(factors: readonly Expression[], digits: Steps): Expression[] {
  const find = (...symbols: string[]): Quantity | undefined =>
    factors.filter((factor) => factor.kind === 'quantity').find(({ symbol }) => symbols.includes(symbol));
  const [calorific, carbon] = [find('NCV', 'GCV'), find('CC')];
  const round = (factor: Expression): Expression[] =>
    factor.kind === 'quantity' ? roundQuantity(factor, digits) : [factor];
  if (digits.carbon.isStep !== true || calorific === undefined || carbon === undefined)
    return factors.flatMap(round);
  const isVolume = calorific.to.dimension === PER_VOLUME.dimension;
  const step = roundedOf(
    productOf(...round(calorific), ...round(carbon)),
    digits.carbon.decimals + (isVolume ? VOLUME_SHIFT : 0),
    (isVolume ? CARBON_PER_VOLUME : CARBON_PER_MASS).text,
  );
  return factors.flatMap((factor) => {
    if (factor === calorific) return [step];
    return factor === carbon ? [] : round(factor);
  });
}

const [PER_VOLUME, CARBON_PER_MASS, CARBON_PER_VOLUME] = ['GJ/m3', 't/t', 't/m3'].map(parseUnit) as [
  Unit,
  Unit,
  Unit,
];

/** By how much figures can be off that add up the rounded emissions of streams, at most. */
export function slackOf(streams: readonly Stream[], digits: Digits | undefined): Amount {
  if (digits === undefined) return ZERO;
  return new Amount(BigInt(streams.length), digits.emission);
}

/** Of a unit: what guides state in it, and the decimals where it is per volume. */
const STEPS = [
  { symbols: ['NCV', 'GCV'], unit: parseUnit('GJ/t'), shift: 0, decimalsOf: (own: Steps) => own.calorific },
  {
    symbols: ['NCV', 'GCV'],
    unit: PER_VOLUME,
    shift: VOLUME_SHIFT,
    decimalsOf: (own: Steps) => own.calorific,
  },
  { symbols: ['CC'], unit: parseUnit('t/GJ'), shift: 0, decimalsOf: (own: Steps) => own.perEnergy },
  { symbols: ['CC'], unit: CARBON_PER_MASS, shift: 0, decimalsOf: (own: Steps) => own.carbon.decimals },
  {
    symbols: ['CC'],
    unit: CARBON_PER_VOLUME,
    shift: VOLUME_SHIFT,
    decimalsOf: (own: Steps) => own.carbon.decimals,
  },
  { symbols: ['EF'], unit: CARBON_PER_MASS, shift: 0, decimalsOf: (own: Steps) => own.factor },
] as const;

/** Returns a quantity with the decimals of its kind. */
function roundQuantity(node: Quantity, digits: Steps): Expression[] {
  const step = STEPS.find(
    ({ symbols, unit }) =>
      (symbols as readonly string[]).includes(node.symbol) && unit.dimension === node.to.dimension,
  );
  const decimals = step?.decimalsOf(digits);
  if (step === undefined || decimals === undefined) return [node];
  const { unit, shift } = step;
  return backTo(node.to, unit, roundedOf({ ...node, to: unit }, decimals + shift, unit.text));
}
