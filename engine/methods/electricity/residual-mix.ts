import { EngineError } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import type { RowOf } from '../../rows/row.ts';
import { Grids, type ChosenGrids, type GridFactor } from './grid.ts';

type Use = RowOf<'electricity-use'>;

/** Finds residual mixes for the place and period of uses, or the declared average where there is none. */
export class Residuals {
  readonly #chosen: ChosenGrids;
  readonly #located: Grids;
  readonly #factors = new Set<GridFactor>();
  readonly #warnings = new Map<string, Warning>();

  constructor(chosen: ChosenGrids, context: MethodContext) {
    this.#chosen = chosen;
    this.#located = new Grids(context, chosen);
  }

  /** The factors that were selected so far. */
  get factors(): GridFactor[] {
    return [...this.#factors];
  }

  get documents(): RowOf<'grid-place'>[] {
    return this.#located.documents;
  }

  get warnings(): Warning[] {
    return [...this.#warnings.values()];
  }

  /** Returns the gases that the mix for a use has factors of. @throws EngineError as `selectResidual` */
  listGases(use: Use): readonly string[] {
    const site = siteOf(use);
    const ofResidual = this.#attempt(() => {
      const gases = this.#located.listResidual(site, use);
      this.#located.selectResidual(site, use, use, gases[0]);
      return gases;
    });
    return ofResidual ?? this.#located.listAverage(site, use, 'average');
  }

  /** Returns the factor of a gas for a use; null where its mix has none of that gas. @throws EngineError as `selectResidual` */
  select(use: Use, gas: string): GridFactor | null {
    if (!this.listGases(use).includes(gas)) return null;
    const site = siteOf(use);
    const factor =
      this.#attempt(() => this.#located.selectResidual(site, use, use, gas)) ?? this.#standIn(use, gas);
    this.#factors.add(factor);
    return factor;
  }

  /** Returns what a search for a residual mix gives; null where none is found, and the parameters declare the average in its place. */
  #attempt<T>(search: () => T): T | null {
    try {
      return search();
    } catch (error) {
      const isMissing = error instanceof EngineError && MISSING.has(error.code);
      if (!isMissing || this.#chosen.withoutResidual === 'refuse') throw error;
      return null;
    }
  }

  #standIn(use: Use, gas: string): GridFactor {
    const average = this.#located.selectAverage(siteOf(use), use, use, gas, 'average');
    const { record, key } = average.row;
    const message = `${key}, the average mix, stands in for the residual mix of ${use.detail.geography}, which is not given (Scope 2 Guidance, table 6.3)`;
    this.#warnings.set(message, { code: 'no-residual-mix', message, row: { record, key } });
    return average;
  }
}

function siteOf({ detail: { geography: place, grid } }: Use): { place: string; grid: string | undefined } {
  return { place, grid };
}

const MISSING: ReadonlySet<string> = new Set(['missing-factor', 'factor-out-of-time']);
