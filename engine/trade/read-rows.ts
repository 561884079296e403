import { EngineError, placeOf } from '../errors/engine-error.ts';
import type { MethodContext } from '../figures/method-context.ts';
import type { Unit } from '../quantities/unit.ts';
import { compareTexts, type Row, type RowOf } from '../rows/row.ts';
import { fillFlows, fillMatrix, refuseRepeated } from './cells.ts';
import { readEmissions, selectCells, setsOf, type EmissionRows } from './emission-rows.ts';
import type { Demand, Industry, Table } from './table.ts';

/** The rows of a table, all within the period of the run. */
interface TableRows extends EmissionRows {
  readonly flows: readonly RowOf<'intermediate-flow'>[];
  readonly demand: readonly RowOf<'final-demand'>[];
}

/**
 * Returns the table that rows state: null where no row of the period is one of its cells. A cell of Z or F that no row states is zero.
 * Regions ascend by name, and so do the sectors of each, the categories and the stressors: so the order of rows and records changes no
 * bit of any figure.
 * @throws EngineError `incomplete-table`, `unknown-industry`, `repeated-cell`, `mixed-currencies`, `unit-mismatch`, `straddled-period`
 */
export function readRowTable(context: MethodContext): Table | null {
  const rows = {
    flows: selectCells(context, 'intermediate-flow'),
    demand: selectCells(context, 'final-demand'),
    emitted: selectCells(context, 'sector-stressor'),
    households: selectCells(context, 'demand-stressor'),
  };
  if (Object.values(rows).every(({ length }) => length === 0)) return null;
  return new RowTable(rows, context).read();
}

class RowTable {
  readonly #rows: TableRows;
  readonly #context: MethodContext;
  readonly #regions: readonly string[];
  readonly #regionAt: ReadonlyMap<string, number>;
  readonly #industries: readonly Industry[];
  readonly #industryAt: ReadonlyMap<string, number>;
  readonly #demands: readonly Demand[];
  readonly #demandAt: ReadonlyMap<string, number>;

  constructor(rows: TableRows, context: MethodContext) {
    [this.#rows, this.#context] = [rows, context];
    const { flows, demand } = rows;
    const industries = new Set<string>();
    for (const { detail } of flows) {
      industries.add(nameOf(detail.fromRegion, detail.fromSector));
      industries.add(nameOf(detail.toRegion, detail.toSector));
    }
    for (const { detail } of demand) industries.add(nameOf(detail.fromRegion, detail.fromSector));
    this.#regions = ascending([...industries].map((name) => splitName(name)[0]));
    this.#regionAt = indexOf(this.#regions);
    const ofTable = ascending(industries).map((name) => ({ name, parts: splitName(name) }));
    ofTable.sort((a, b) => compareTexts(a.parts[0], b.parts[0]) || compareTexts(a.parts[1], b.parts[1]));
    this.#industries = ofTable.map(({ parts: [region, sector] }) => ({
      region: this.#regionAt.get(region)!,
      sector,
    }));
    this.#industryAt = indexOf(ofTable.map(({ name }) => name));
    this.#demands = this.#listDemands();
    this.#demandAt = indexOf(
      this.#demands.map(({ region, category }) => nameOf(this.#regions[region]!, category)),
    );
  }

  read(): Table {
    const { flows, demand } = this.#rows;
    this.#refuseMissing();
    const [n, d] = [this.#industries.length, this.#demands.length];
    const currency = this.#currencyOf([...flows, ...demand]);
    const flowCells = flows.map((row) => {
      const { fromRegion, fromSector, toRegion, toSector } = row.detail;
      const [from, to] = [
        this.#industry(row, fromRegion, fromSector),
        this.#industry(row, toRegion, toSector),
      ];
      return { row, from, to, unit: currency, ratio: 1 };
    });
    const demandCells = demand.map((row) => {
      const { fromRegion, fromSector, toRegion, category } = row.detail;
      const [from, to] = [this.#industry(row, fromRegion, fromSector), this.#demand(row, toRegion, category)];
      return { row, from, to, unit: currency, ratio: 1 };
    });
    refuseRepeated(flowCells, n);
    refuseRepeated(demandCells, d);
    const places = {
      ...{ regions: this.#regions, industries: n, demands: d },
      regionOf: (row: RowOf<'sector-stressor'>) => row.detail.region,
      industriesOf: (row: RowOf<'sector-stressor'>) => [
        { industry: this.#industry(row, row.detail.region, row.detail.sector), share: 1 },
      ],
      demandOf: (row: RowOf<'demand-stressor'>) => this.#demand(row, row.detail.region, row.detail.category),
    };
    const { stressors, f, fy, sources } = readEmissions(this.#rows, places, this.#context);
    const context = this.#context;
    return {
      regions: this.#regions,
      industries: this.#industries,
      demands: this.#demands,
      stressors,
      currency: currency.text,
      multiple: 1,
      z: fillFlows(flowCells, n),
      y: fillMatrix(demandCells, n, d),
      f,
      fy,
      sources: {
        z: setsOf('Z', flows, { where: {}, to: currency, context }),
        y: setsOf('Y', demand, { where: {}, to: currency, context }),
        f: sources,
        documents: [],
        concordance: [],
      },
      warnings: [],
    };
  }

  /** Columns of Y and F_Y: final demand that emits can have a category without purchases. */
  #listDemands(): Demand[] {
    const { demand, households } = this.#rows;
    const names = new Set(demand.map(({ detail }) => nameOf(detail.toRegion, detail.category)));
    for (const { detail } of households) names.add(nameOf(detail.region, detail.category));
    for (const row of demand) this.#region(row, row.detail.toRegion, 'detail.toRegion');
    for (const row of households) this.#region(row, row.detail.region, 'detail.region');
    return [...names]
      .map(splitName)
      .sort((a, b) => compareTexts(a[0], b[0]) || compareTexts(a[1], b[1]))
      .map(([region, category]) => ({ region: this.#regionAt.get(region)!, category }));
  }

  /** Nothing is invented: each region states its final demand. */
  #refuseMissing(): void {
    const { flows, demand, emitted } = this.#rows;
    const [record = ''] = [...flows, ...demand, ...emitted].map((row) => row.record);
    const refuse = (text: string, value: string): EngineError =>
      new EngineError('incomplete-table', text, value, { record, key: '', column: 'entries' });
    for (const [what, rows] of [
      ['intermediate-flow', flows],
      ['final-demand', demand],
      ['sector-stressor', emitted],
    ] as const)
      if (rows.length === 0) throw refuse(`the table has no row ${what} in the period of the run`, what);
    const demanding = new Set(demand.map(({ detail }) => detail.toRegion));
    for (const region of this.#regions)
      if (!demanding.has(region)) throw refuse(`no row final-demand states what ${region} consumes`, region);
  }

  #currencyOf(rows: readonly Row[]): Unit {
    const { unit } = rows[0]!;
    for (const row of rows)
      if (row.unit !== unit && row.unit.text !== unit.text) {
        const text = `${row.key} is in ${row.unit.text}, and other flows of the table in ${unit.text}`;
        throw new EngineError('mixed-currencies', text, row.unit.text, placeOf(row, 'unit'));
      }
    return unit;
  }

  #industry(row: Row, region: string, sector: string): number {
    const at = this.#industryAt.get(nameOf(region, sector));
    if (at !== undefined) return at;
    const text = `${row.key} is about ${region}/${sector}, which has neither sales nor purchases in the table`;
    throw new EngineError('unknown-industry', text, `${region}/${sector}`, placeOf(row, 'detail.sector'));
  }

  #demand(row: Row, region: string, category: string): number {
    this.#region(row, region, 'detail.region');
    return this.#demandAt.get(nameOf(region, category))!;
  }

  #region(row: Row, region: string, column: string): void {
    if (this.#regionAt.has(region)) return;
    const text = `${row.key} is about ${region}, which has no industry in the table`;
    throw new EngineError('unknown-industry', text, region, placeOf(row, column));
  }
}

/** Names of rows have no slash. */
function nameOf(region: string, member: string): string {
  return `${region}/${member}`;
}

function splitName(name: string): readonly [region: string, member: string] {
  const [region = '', member = ''] = name.split('/');
  return [region, member];
}

function ascending(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(compareTexts);
}

function indexOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, index) => [name, index]));
}
