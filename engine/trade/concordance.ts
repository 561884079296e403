import { EngineError, placeOf, placeOfAsked } from '../errors/engine-error.ts';
import type { MethodContext } from '../figures/method-context.ts';
import type { FormRows } from '../figures/draft.ts';
import { listSome } from '../errors/list-some.ts';
import type { RowOf } from '../rows/row.ts';
import { readList, setsOf } from './listed-rows.ts';
import { nameIndustry, type Table } from './table.ts';

type ConcordanceRow = RowOf<'industry-concordance'>;

/** What an industry becomes part of. */
export interface Target {
  readonly region: string;
  readonly sector: string;
}

/** The rows of a concordance: each industry of a table once, with what it becomes part of. */
export class Concordance {
  readonly name: string;
  readonly #rows: ReadonlyMap<string, ConcordanceRow>;
  readonly sources: readonly FormRows[];

  /** @throws EngineError `bad-concordance` where it is not among the inputs, or names an industry twice */
  constructor(name: string, context: MethodContext) {
    const asked = {
      type: 'industry-concordance',
      name,
      parameter: 'concordance',
      code: 'bad-concordance',
    } as const;
    const valid = readList(asked, context);
    const rows = new Map<string, ConcordanceRow>();
    for (const row of valid) {
      const industry = `${row.detail.fromRegion}/${row.detail.fromSector}`;
      const before = rows.get(industry);
      if (before !== undefined)
        throw refuse(row, `${row.key} and ${before.key} both say what ${industry} becomes`, industry);
      rows.set(industry, row);
    }
    [this.name, this.#rows] = [name, rows];
    this.sources = setsOf('C', asked, valid, { concordance: name }, context);
  }

  /**
   * Returns what each industry of a table becomes, in the order of the table.
   * @throws EngineError `bad-concordance` where it lacks an industry, names an unknown one, or splits a region
   */
  targetsOf(table: Table): Target[] {
    const names = table.industries.map((industry) => nameIndustry(table, industry));
    const missing = names.filter((name) => !this.#rows.has(name));
    if (missing.length > 0) {
      const text = `the concordance ${this.name} does not say what these industries become: ${listSome(missing)}`;
      throw new EngineError('bad-concordance', text, missing[0], placeOfAsked('parameters.concordance'));
    }
    const known = new Set(names);
    for (const [industry, row] of this.#rows)
      if (!known.has(industry))
        throw refuse(row, `${row.key} is about ${industry}, which the table does not have`, industry);
    const regionOf = new Map<string, ConcordanceRow>();
    return names.map((name) => {
      const row = this.#rows.get(name)!;
      const { fromRegion, toRegion: region, toSector: sector } = row.detail;
      const before = regionOf.get(fromRegion) ?? row;
      if (before.detail.toRegion !== region) {
        const text = `${row.key} moves ${fromRegion} to ${region}, and ${before.key} to ${before.detail.toRegion}: a region is never split`;
        throw refuse(row, text, region);
      }
      regionOf.set(fromRegion, before);
      return { region, sector };
    });
  }
}

function refuse(row: ConcordanceRow, text: string, value: string): EngineError {
  return new EngineError('bad-concordance', text, value, placeOf(row, 'key'));
}
