import { add, isZero, subtract } from '../../pictures/kinds/exact.ts';
import { readSegment } from '../../pictures/kinds/gather-flows.ts';
import type { PicturedFigure } from '../../pictures/kinds/picture.ts';

/** Whether an identity holds within the rounding of its parts; null where one of them is not stated. */
type Held = boolean | null;

/** The carbon footprint of a product, by the attributes of PACT. */
export interface ShownFootprint {
  readonly product: string;
  /** The attributes that `excluding` adds up. */
  readonly within: readonly NamedFigure[];
  readonly excluding: PicturedFigure | null;
  readonly uptake: PicturedFigure | null;
  readonly including: PicturedFigure | null;
  /** Attributes that are in no total, or are parts of others. */
  readonly beside: readonly NamedFigure[];
  /** The share of primary data in `excluding`, per cent; null where it is not stated. */
  readonly primaryDataShare: PicturedFigure | null;
  /** biogenicCO2Uptake = −44/12 × biogenicCarbonContent; including = excluding + uptake; excluding = the sum of `within`. */
  readonly identities: { readonly uptake: Held; readonly including: Held; readonly excluding: Held };
}

/** A figure with the name of its attribute. */
export interface NamedFigure {
  readonly name: string;
  readonly figure: PicturedFigure;
}

const SHARE = 'primaryDataShare';
const [UPTAKE, EXCLUDING, INCLUDING] = [
  'biogenicCO2Uptake',
  'pcfExcludingBiogenicUptake',
  'pcfIncludingBiogenicUptake',
] as const;
/** The attributes that the footprint without uptake adds up (PACT Technical Specifications 3.0.1, openapi.yaml, CarbonFootprint). */
const WITHIN: readonly string[] = [
  'fossilGhgEmissions',
  'landUseChangeGhgEmissions',
  'landManagementBiogenicCO2Emissions',
  'landManagementBiogenicCO2Removals',
  'technologicalCO2Removals',
  'ccsTechnologicalCO2Capture',
  'biogenicNonCO2Emissions',
];
/** Figures of a footprint that have a place of their own, or repeat another one. */
const APART: readonly string[] = [SHARE, UPTAKE, EXCLUDING, INCLUDING, 'passport', 'primary-data'];

/** Returns the footprints that a result of footprint@1 has. */
export function listFootprints(figures: readonly PicturedFigure[]): ShownFootprint[] {
  const own = figures.flatMap((figure) => {
    const [, product, name] = /^footprint\/([^/]+)\/([^/]+)$/.exec(figure.key) ?? [];
    return product === undefined ? [] : [{ product, name: name!, figure }];
  });
  return [...Map.groupBy(own, ({ product }) => product)].map(([product, all]) => {
    const byName = new Map(all.map(({ name, figure }) => [name, figure]));
    return { product: readSegment(product), ...readFootprint(byName) };
  });
}

function readFootprint(byName: ReadonlyMap<string, PicturedFigure>): Omit<ShownFootprint, 'product'> {
  const find = (name: string): PicturedFigure | null => byName.get(name) ?? null;
  const list = (isWanted: (name: string) => boolean): NamedFigure[] =>
    [...byName].flatMap(([name, figure]) => (isWanted(name) ? [{ name, figure }] : []));
  const [excluding, uptake, including] = [find(EXCLUDING), find(UPTAKE), find(INCLUDING)];
  const content = find('biogenicCarbonContent');
  const within = list((name) => WITHIN.includes(name));
  return {
    ...{
      within,
      excluding,
      uptake,
      including,
      beside: list((name) => !WITHIN.includes(name) && !APART.includes(name)),
      primaryDataShare: find(SHARE),
    },
    identities: {
      uptake: holds([times(uptake, 12), times(content, 44)], [uptake, content]),
      including: holds(
        [excluding?.value, uptake?.value, negate(including?.value)],
        [excluding, uptake, including],
      ),
      excluding: holds(
        [...within.map(({ figure }) => figure.value), negate(excluding?.value)],
        within.length === 0 ? [null] : [excluding, ...within.map(({ figure }) => figure)],
      ),
    },
  };
}

/** What rounding can leave of a sum that is zero, as a part of its largest term. */
const ROUNDING = 1e-9;

/** Returns whether terms add up to zero within rounding; null where a figure is not stated. */
function holds(terms: readonly (string | undefined)[], figures: readonly (PicturedFigure | null)[]): Held {
  if (figures.includes(null)) return null;
  const values = terms.map((term) => term!);
  const rest = add(...values);
  const largest = Math.max(...values.map((value) => Math.abs(Number(value))));
  return isZero(rest) || Math.abs(Number(rest)) <= ROUNDING * largest;
}

function times(figure: PicturedFigure | null, count: number): string | undefined {
  return figure === null ? undefined : add(...Array.from({ length: count }, () => figure.value));
}

function negate(value: string | undefined): string | undefined {
  return value === undefined ? undefined : subtract('0', value);
}
