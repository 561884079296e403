import { EngineError, placeOf } from '../errors/engine-error.ts';
import { listSome } from '../errors/list-some.ts';
import type { Warning } from '../errors/warning.ts';
import type { MethodContext } from '../figures/method-context.ts';
import { fromFloat } from '../quantities/float.ts';
import type { RowOf } from '../rows/row.ts';
import { readEmissions, type EmissionRows, type Emissions, type Shared } from './emission-rows.ts';
import { forEachFlow } from './pack.ts';
import { nameIndustry, type Stressor, type Table } from './table.ts';

/** Flows of documents, beside which rows state emissions, and the labels of their industries. */
type Flows = Pick<Table, 'regions' | 'industries' | 'demands' | 'z' | 'y'> & {
  readonly labels: readonly string[];
};

/**
 * Returns emissions that rows state beside a publisher's Z and Y. Industries that no row is about count as 0; each stressor says how much of the
 * output they have. What is stated of a whole region whose parts the table has is divided by the output of its parts.
 * @throws EngineError as `readEmissions`
 */
export function readOwnEmissions(rows: EmissionRows, flows: Flows, context: MethodContext): Emissions {
  const output = sumOutput(flows);
  const places = new OwnPlaces(flows, output, rows);
  const emissions = readEmissions(rows, places, context);
  const byStressor = Map.groupBy(rows.emitted, ({ detail }) => detail.stressor);
  const stressors = emissions.stressors.map((stressor): Stressor => {
    const own = byStressor.get(stressor.name)!;
    return { ...stressor, warnings: [...warnUnstated(stressor, own, places), ...warnDivided(own, places)] };
  });
  return { ...emissions, stressors };
}

/** Output of each industry, as its sales: x = Z 1 + Y 1. */
function sumOutput({ z, y }: Flows): Float64Array {
  const output = new Float64Array(y.rows);
  forEachFlow(z.flows, (from, _to, value) => (output[from]! += value));
  y.values.forEach((value, at) => (output[(at - (at % y.columns)) / y.columns]! += value));
  return output;
}

class OwnPlaces {
  readonly regions: readonly string[];
  readonly industries: number;
  readonly demands: number;
  readonly flows: Flows;
  readonly output: Float64Array;
  readonly #industryAt: ReadonlyMap<string, readonly number[]>;
  readonly #demandAt: ReadonlyMap<string, number>;
  /** The industries of parts by their names: the whole region has its own too. */
  readonly #partAt: ReadonlyMap<string, number>;
  /** Stressors that rows state of parts of a region: then a row of the whole is about what is in no other part. */
  readonly #inParts: ReadonlySet<string>;

  constructor(flows: Flows, output: Float64Array, { emitted }: EmissionRows) {
    [this.flows, this.output, this.regions] = [flows, output, flows.regions];
    [this.industries, this.demands] = [flows.industries.length, flows.demands.length];
    const places = new Map<string, number[]>();
    flows.industries.forEach(({ region, sector }, at) => {
      const name = `${flows.regions[region]!}/${sector}`;
      places.set(name, [...(places.get(name) ?? []), at]);
    });
    this.#partAt = new Map(flows.industries.map((industry, at) => [nameIndustry(flows, industry), at]));
    this.#industryAt = places;
    const wholeOf = new Map(
      flows.industries.flatMap(({ part, region }) =>
        part === undefined || part === flows.regions[region] ? [] : [[part, flows.regions[region]!]],
      ),
    );
    this.#inParts = new Set(
      emitted.flatMap(({ detail: { stressor, region } }) => {
        const whole = wholeOf.get(region);
        return whole === undefined ? [] : [`${stressor}/${whole}`];
      }),
    );
    this.#demandAt = new Map(
      flows.demands.map(({ region, category }, at) => [`${flows.regions[region]!}/${category}`, at]),
    );
  }

  regionOf = (row: RowOf<'sector-stressor'>): string => {
    const [{ industry }] = this.industriesOf(row) as [Shared];
    return this.regions[this.flows.industries[industry]!.region]!;
  };

  industriesOf = (row: RowOf<'sector-stressor'>): readonly Shared[] => {
    const { stressor, region, sector } = row.detail;
    const name = `${region}/${sector}`;
    const ofPart = this.#partAt.get(name);
    const found = this.#inParts.has(`${stressor}/${region}`) ? undefined : this.#industryAt.get(name);
    if (found === undefined || found.length === 1) {
      const industry = found?.[0] ?? ofPart;
      if (industry === undefined) throw refuse(row, name, 'detail.sector');
      return [{ industry, share: 1 }];
    }
    const total = found.reduce((sum, at) => sum + this.output[at]!, 0);
    if (!(total > 0)) return [{ industry: found[0]!, share: 1 }];
    return found.flatMap((industry) => {
      const share = this.output[industry]! / total;
      return share === 0 ? [] : [{ industry, share }];
    });
  };

  demandOf = (row: RowOf<'demand-stressor'>): number => {
    const name = `${row.detail.region}/${row.detail.category}`;
    const at = this.#demandAt.get(name);
    if (at === undefined) throw refuse(row, name, 'detail.category');
    return at;
  };
}

function refuse(
  row: RowOf<'sector-stressor' | 'demand-stressor'>,
  name: string,
  column: string,
): EngineError {
  const text = `${row.key} is about ${name}, which the table does not have: write the names of its documents`;
  return new EngineError('unknown-industry', text, name, placeOf(row, column));
}

function warnUnstated(
  { name }: Stressor,
  rows: readonly RowOf<'sector-stressor'>[],
  { flows, output, industriesOf }: OwnPlaces,
): Warning[] {
  const stated = new Set(rows.flatMap((row) => industriesOf(row).map(({ industry }) => industry)));
  const others = flows.industries.flatMap((_, at) => (stated.has(at) || output[at] === 0 ? [] : [at]));
  if (others.length === 0) return [];
  const sum = (places: Iterable<number>): number => [...places].reduce((total, at) => total + output[at]!, 0);
  const part = (100 * sum(others)) / sum(output.keys());
  const names = listSome(others.map((at) => nameIndustry(flows, flows.industries[at]!)));
  const { record, key } = rows[0]!;
  const message = `no row states ${name} of ${others.length} industries with ${String(fromFloat(part, 3))} % of the output, which count as 0: ${names}`;
  return [{ code: 'unstated-emissions', message, row: { record, key } }];
}

function warnDivided(
  rows: readonly RowOf<'sector-stressor'>[],
  { flows, industriesOf }: OwnPlaces,
): Warning[] {
  const divided = rows.filter((row) => industriesOf(row).length > 1);
  const [first] = divided;
  if (first === undefined) return [];
  const regions = [...new Set(divided.map(({ detail }) => detail.region))];
  const parts = flows.industries.flatMap(({ region, part }) =>
    part !== undefined && regions.includes(flows.regions[region]!) ? [part] : [],
  );
  const message = `${divided.length} rows state emissions of the whole of ${listSome(regions)}: they are divided among ${listSome([...new Set(parts)])} by output`;
  return [{ code: 'divided-emissions', message, row: { record: first.record, key: first.key } }];
}
