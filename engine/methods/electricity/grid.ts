import type * as z from 'zod';
import { EngineError, placeOf, type RowName } from '../../errors/engine-error.ts';
import { selectFactor, type FactorOf } from '../../factors/factor.ts';
import { factorsOfGas, listGases } from '../../factors/gas-set.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import type { Period, RowOf } from '../../rows/row.ts';
import type { DetailOf } from '../../rows/row-detail.ts';
import { rowsAbout, rowsOfType } from '../../rows/row-index.ts';
import type { grids as gridsSchema } from '../parameters.ts';
import { countryOf, isAmong } from '../place.ts';

export type ChosenGrids = z.output<typeof gridsSchema>;
export type GridFactor = FactorOf<'grid-factor'>;
type GridRow = RowOf<'grid-factor'>;
type Mix = DetailOf<'grid-factor'>['mix'];

/** A place where electricity is used, and the grid that its row names, if it does. */
export interface Site {
  readonly place: string;
  readonly grid: string | undefined;
}

/** The grid of a site: named by the row of use or by a `grid-place` row, else that of the parameters. */
interface Located {
  readonly grid: string | null;
  readonly document: RowOf<'grid-place'> | null;
}

/** The candidates for a site, from which the period selects one. */
interface Prepared {
  readonly mix: Mix;
  readonly candidates: readonly GridRow[];
  readonly what: string;
}

/**
 * Finds the grid factors of places. The grid is the one that the row of use names; else that of the `grid-place` row that includes
 * the place; else the one that the parameters name, where nothing says that it supplies another region.
 */
export class Grids {
  readonly #context: MethodContext;
  readonly #chosen: ChosenGrids;
  readonly #places: readonly RowOf<'grid-place'>[];
  readonly #located = new Map<string, Located>();
  readonly #candidates = new Map<string, readonly GridRow[]>();
  /** By place and by the grid that the row names. */
  readonly #averages = new Map<string, Map<string | undefined, Prepared>>();
  readonly #documents = new Set<RowOf<'grid-place'>>();

  constructor(context: MethodContext, chosen: ChosenGrids) {
    this.#context = context;
    this.#chosen = chosen;
    this.#places = rowsOfType(context.rows, 'grid-place');
  }

  /** The `grid-place` rows that decided a grid so far. */
  get documents(): RowOf<'grid-place'>[] {
    return [...this.#documents];
  }

  /**
   * Returns the factor of the location-based figure: of one gas, or the only one where all factors are of the same gas.
   * @throws EngineError as `selectFactor`; `factor-out-of-place`
   */
  selectAverage(
    site: Site,
    period: Period,
    by: RowName,
    gas?: string,
    mix: Mix = this.#chosen.mix,
  ): GridFactor {
    return this.#select(site, this.#prepareAverage(site, by, mix), period, by, gas);
  }

  /** Returns the gases of the factors of the location-based figure. @throws EngineError as `listGases`; `factor-out-of-place` */
  listAverage(site: Site, by: RowName, mix: Mix = this.#chosen.mix): readonly string[] {
    return this.#listGases(site, this.#prepareAverage(site, by, mix));
  }

  /**
   * Returns the residual mix of a site: of its own grid where there is such a row, else of the grid of the parameters.
   * @throws EngineError as `selectFactor`; `factor-out-of-place`
   */
  selectResidual(site: Site, period: Period, by: RowName, gas?: string): GridFactor {
    return this.#select(site, this.#prepareResidual(site, by), period, by, gas);
  }

  /** Returns the gases of the residual mix of a site. @throws EngineError as `listGases`; `factor-out-of-place` */
  listResidual(site: Site, by: RowName): readonly string[] {
    return this.#listGases(site, this.#prepareResidual(site, by));
  }

  #prepareAverage(site: Site, by: RowName, mix: Mix): Prepared {
    const known = this.#averages.get(site.place)?.get(site.grid);
    if (known?.mix === mix) return known;
    const { grid, document } = this.#locate(site, by);
    if (document !== null) this.#documents.add(document);
    const prepared = this.#prepare(site.place, grid ?? this.#chosen.location, grid !== null, mix, by);
    const ofPlace = this.#averages.get(site.place) ?? new Map<string | undefined, Prepared>();
    this.#averages.set(site.place, ofPlace.set(site.grid, prepared));
    return prepared;
  }

  #prepareResidual(site: Site, by: RowName): Prepared {
    const { grid, document } = this.#locate(site, by);
    const isOwn = grid !== null && this.#candidatesAt(site.place, grid, 'residual').length > 0;
    if (isOwn && document !== null) this.#documents.add(document);
    return this.#prepare(site.place, isOwn ? grid : this.#chosen.residual, isOwn, 'residual', by);
  }

  #listGases({ place }: Site, { candidates }: Prepared): readonly string[] {
    return listGases(candidates, { ...this.#context, geography: place });
  }

  #locate(site: Site, by: RowName): Located {
    const name = `${site.place} ${site.grid ?? ''}`;
    const known = this.#located.get(name);
    if (known !== undefined) return known;
    const located =
      site.grid === undefined ? this.#findGrid(site.place, by) : this.#checkGrid(site, site.grid, by);
    this.#located.set(name, located);
    return located;
  }

  /** Finds the grid that supplies a place: by a row that includes the place itself, else one that includes its country. */
  #findGrid(place: string, by: RowName): Located {
    for (const area of distinctTexts([place, countryOf(place)]).reverse()) {
      const rows = this.#places.filter(({ detail }) => detail.includes.includes(area));
      const names = distinctTexts(rows.map(({ detail }) => detail.grid));
      if (names.length === 0) continue;
      if (names.length === 1) return { grid: names[0]!, document: rows[0]! };
      const text = `${by.key} is in ${place}, and several grid-place rows include ${area}: ${rows.map(({ key }) => key).join(', ')}`;
      throw new EngineError('ambiguous-factor', text, area, placeOf(rows[1]!, 'detail.includes'));
    }
    return { grid: null, document: null };
  }

  /** Checks that a grid that a row of use names supplies its place, where a `grid-place` row says which places it supplies. */
  #checkGrid({ place }: Site, grid: string, by: RowName): Located {
    const rows = this.#places.filter(({ detail }) => detail.grid === grid);
    const document = rows.find(({ detail }) => isAmong(place, detail.includes)) ?? null;
    if (rows.length > 0 && document === null) throw refuseGrid(place, grid, rows, by);
    return { grid, document };
  }

  /** Finds the candidates of a grid for a place. `isOwn` tells that a row says that the grid supplies the place. */
  #prepare(place: string, grid: string, isOwn: boolean, mix: Mix, by: RowName): Prepared {
    if (!isOwn) this.#refuseOtherRegion(place, grid, mix, by);
    const candidates = this.#candidatesAt(place, grid, mix);
    if (candidates.length === 0) throw this.#refuseMissing(place, grid, mix, by);
    return { mix, candidates, what: `${mix} mix of the grid ${grid}` };
  }

  #select(
    { place }: Site,
    { candidates, what }: Prepared,
    period: Period,
    by: RowName,
    gas: string | undefined,
  ): GridFactor {
    const own = gas === undefined ? candidates : factorsOfGas(candidates, gas);
    const sought = { what, period, geography: place, by, column: 'detail.geography' };
    return selectFactor(own, sought, this.#context.proxies);
  }

  /** Throws where the grid of the parameters is known to supply other places, or may do so. */
  #refuseOtherRegion(place: string, grid: string, mix: Mix, by: RowName): void {
    const rows = this.#places.filter(({ detail }) => detail.grid === grid);
    if (rows.some(({ detail }) => isAmong(place, detail.includes))) return;
    if (rows.length > 0) throw refuseGrid(place, grid, rows, by);
    const country = countryOf(place);
    if (place === country || this.#factorsOf(place, mix).some(({ detail }) => detail.grid === grid)) return;
    const others = distinctTexts(this.#factorsOf(country, mix).map(({ detail }) => detail.grid));
    if (others.length < 2) return;
    const text =
      `${by.key} is in ${place}, and the ${mix} mix of ${country} is given for the grids ${others.join(', ')}: ` +
      `say which one supplies ${place}, in detail.grid of the row or in a grid-place row`;
    throw new EngineError('factor-out-of-place', text, place, placeOf(by, 'detail.geography'));
  }

  #refuseMissing(place: string, grid: string, mix: Mix, by: RowName): EngineError {
    const others = rowsOfType(this.#context.rows, 'grid-factor').filter(
      ({ detail }) => detail.grid === grid && detail.mix === mix && detail.basis === 'generation',
    );
    const found = others
      .slice(0, MOST_NAMED)
      .map(({ key, detail }) => `${detail.geography} (${key})`)
      .join(', ');
    const only = found === '' ? '' : `, and there are such rows only of ${found}`;
    const declare =
      mix === 'residual'
        ? ', or set parameters.grids.withoutResidual to "average" if none is published (Scope 2 Guidance, table 6.3)'
        : '';
    const text =
      `${by.key} needs the ${mix} mix of the grid ${grid} for ${place}${only}: ` +
      `add a grid-factor row with mix ${mix}, grid ${grid} and geography ${place}${declare}`;
    return new EngineError('missing-factor', text, grid, placeOf(by, 'detail.geography'));
  }

  /** The factors of a grid for a place: its own and those of its country. One list each, so that a selection from it is remembered. */
  #candidatesAt(place: string, grid: string, mix: Mix): readonly GridRow[] {
    const name = `${place} ${mix} ${grid}`;
    const found =
      this.#candidates.get(name) ??
      distinctTexts([place, countryOf(place)])
        .flatMap((each) => this.#factorsOf(each, mix))
        .filter(({ detail }) => detail.grid === grid);
    this.#candidates.set(name, found);
    return found;
  }

  #factorsOf(area: string, mix: Mix): GridRow[] {
    return rowsAbout(this.#context.rows, 'grid-factor', area).filter(
      ({ detail }) => detail.mix === mix && detail.basis === 'generation',
    );
  }
}

const MOST_NAMED = 4;

function refuseGrid(
  place: string,
  grid: string,
  rows: readonly RowOf<'grid-place'>[],
  by: RowName,
): EngineError {
  const places = rows.flatMap(({ detail }) => detail.includes).join(', ');
  const text =
    `${by.key} is in ${place}, and the grid ${grid} supplies ${places} (${rows[0]!.key}): ` +
    `name the grid of ${place} in detail.grid, or add a grid-place row that includes ${place}`;
  return new EngineError('factor-out-of-place', text, grid, placeOf(by, 'detail.geography'));
}
