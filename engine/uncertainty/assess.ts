import type { Draft } from '../figures/draft.ts';
import { requireFinite } from '../figures/evaluators.ts';
import type { Meters } from '../figures/correlation.ts';
import { FloatEvaluator } from '../figures/float.ts';
import { floatRatio, fromFloat, readFloat } from '../quantities/float.ts';
import { parseUnit } from '../quantities/unit.ts';
import { listSome } from '../errors/list-some.ts';
import type { Warning } from '../errors/warning.ts';
import { warn, type RowWarning } from '../rows/checks/check.ts';
import type { Row } from '../rows/row.ts';
import type { Assessment } from './assessment.ts';
import { noteTable, noteUncertainty } from './note.ts';
import type { NotedUncertainty, UncertaintyNote } from '../figures/uncertainty-note.ts';
import { warnOfFirstOrder } from './first-order.ts';
import { warnOfPlace } from './place.ts';
import { MOST_NORMAL, propagate } from './propagate.ts';
import { Simulation, type NegativeDraws, type SimulatedDraft, type SimulatedGroup } from './simulate.ts';
import { tabulateTrend, type TrendTable } from './trend-table.ts';
import type { Trend } from './trend.ts';
import { certainDocuments, isKnown, Spreads, variablesOf } from './variables.ts';

/** What is asked about the figures of a run. */
export interface UncertaintyAsked {
  readonly approach: 1 | 2 | 'both';
  /** The probability of an interval: a decimal text, such as 0.95. */
  readonly level: string;
  readonly seed: number;
  readonly draws: number;
  /** The most contributions that are listed. */
  readonly contributions: number;
  /** Whether rows of one meter move together, where they name no group. */
  readonly meters: Meters;
  /** Which interval of the draws is stated. */
  readonly interval: 'symmetric' | 'shortest';
}

/** The uncertainty of the figures of a run. */
export interface Assessed {
  /** Returns what the detail of a figure states, in the unit that is shown. */
  readonly noteOf: (draft: Draft, unit: string) => NotedUncertainty;
  readonly warnings: readonly RowWarning[];
}

/** Assesses figures: a simulation can be computed elsewhere in between. */
export class Assessor {
  /** Null where Approach 2 was not asked for. */
  readonly simulation: Simulation | null;
  readonly #asked: UncertaintyAsked;
  readonly #drafts: ReadonlyMap<Draft, SimulatedDraft>;
  readonly #tables: ReadonlyMap<Draft, TrendTable | null>;

  /**
   * @param changes figures that are the change since a base year
   * @throws EngineError `out-of-range` for a figure that is not finite in float64
   */
  constructor(drafts: readonly Draft[], asked: UncertaintyAsked, changes: Trend['changes']) {
    const [float, spreads] = [new FloatEvaluator(), new Spreads(asked.meters)];
    const level = readFloat(asked.level);
    const all = drafts.map((draft) => ({
      draft,
      value: requireFinite(float.evaluateOne(draft.expression), draft.key),
      variables: variablesOf(draft, float, spreads),
    }));
    this.#asked = asked;
    this.#tables = new Map(
      [...changes].map(([draft, change]) => [draft, tabulateTrend(change, float, spreads, level)]),
    );
    this.#drafts = new Map(all.map((own) => [own.draft, own]));
    this.simulation = asked.approach === 1 ? null : new Simulation(all, { ...asked, level });
  }

  /** Returns the uncertainty of each figure. @param groups what the groups of the simulation gave, in their order */
  finish(groups: readonly SimulatedGroup[]): Assessed {
    const simulated = new Map(groups.flatMap(({ assessed }) => [...assessed]));
    return {
      noteOf: (draft, unit) => this.#note(draft, unit, simulated),
      warnings: [
        ...this.#warnOfUnstated(),
        ...(this.#asked.approach === 2 ? [] : this.#warnOfWide()),
        ...groups.flatMap(({ negative }) => negative.map(warnOfNegative)),
      ],
    };
  }

  #note(draft: Draft, unit: string, simulated: ReadonlyMap<Draft, Assessment>): NotedUncertainty {
    const ratio = unit === draft.unit ? 1 : floatRatio(parseUnit(draft.unit), parseUnit(unit));
    const { approach } = this.#asked;
    const propagated = this.#propagate(draft);
    const write = (assessment: Assessment): UncertaintyNote =>
      noteUncertainty(assessment, ratio, this.#asked);
    const drawn = simulated.get(draft);
    const table = this.#tables.get(draft) ?? null;
    const assessed = approach === 1 ? propagated : (drawn ?? { ...propagated, approach: 2 as const });
    const note = write(assessed);
    return {
      note: {
        ...note,
        ...(approach === 'both' && drawn !== undefined ? { propagated: write(propagated) } : {}),
        ...(table === null ? {} : { table: noteTable(table) }),
      },
      warnings: [
        ...warnOfPlace(assessed, { key: draft.key, unit, ratio, note }),
        ...(approach === 2 ? [] : this.#warnOfFirstOrder(draft, propagated, drawn ?? null)),
      ],
    };
  }

  #warnOfFirstOrder(draft: Draft, propagated: Assessment, drawn: Assessment | null): Warning[] {
    const { all } = this.#drafts.get(draft)!.variables;
    return warnOfFirstOrder({ draft, variables: all, propagated, drawn, draws: this.#asked.draws });
  }

  #propagate(draft: Draft): Assessment {
    const { value, variables } = this.#drafts.get(draft)!;
    const { contributions, level } = this.#asked;
    return propagate(draft, value, variables, { level: readFloat(level), contributions });
  }

  /** Approach 1 is a linear approximation, for deviations that are small beside the mean. */
  #warnOfWide(): RowWarning[] {
    const wide = [...this.#drafts.keys()].flatMap((draft) => {
      const { standardDeviation, mean, contributions } = this.#propagate(draft);
      if (mean === 0) return [];
      const share = standardDeviation / (mean < 0 ? -mean : mean);
      // A change is in per cent of another year: it can be near 0, and its deviation is small beside 100.
      if (this.#tables.has(draft) || !(share > MOST_NORMAL)) return [];
      const uncertain = this.#drafts.get(draft)!.variables.all.find(({ spread }) => spread !== null)!;
      return [{ key: draft.key, share, row: contributions[0]?.row ?? uncertain.row }];
    });
    const [first] = wide;
    if (first === undefined) return [];
    const percent = String(fromFloat(100 * first.share, 2));
    const text = `Approach 1 holds where the standard deviation is below 30 % of the mean: of ${first.key} it is ${percent} %. Use approach 2 for ${listSome(wide.map(({ key }) => key))}`;
    return [{ ...warn('wide-interval', text, [first.row], []), rows: [] }];
  }

  /** Rows that state no uncertainty count as certain: that is said once for a run. Each figure says how many it has. */
  #warnOfUnstated(): RowWarning[] {
    const rows = new Map<Row, boolean>();
    for (const { variables } of this.#drafts.values())
      for (const { row, spread } of variables.all) rows.set(row, isKnown(spread));
    const unstated = [...rows].filter(([, isStated]) => !isStated).map(([row]) => row);
    const documents = new Set(
      [...this.#drafts].flatMap(([draft, { variables }]) => certainDocuments(draft, variables.all)),
    );
    const ofZero = unstated.filter(
      ({ detail }) => 'uncertainty' in detail && detail.uncertainty !== undefined,
    );
    return [
      ...warnOfCertain(
        ofZero.filter(({ detail }) => detail.row !== 'figure'),
        'a spread relative to a value of 0 is none, and counts as certain. State it as an amount, with detail.uncertainty.unit',
      ),
      ...warnOfCertain(
        unstated,
        `${unstated.length} of ${rows.size} rows state no uncertainty and count as certain`,
      ),
      ...warnOfCertain([...documents], 'all cells of these documents count as certain'),
    ];
  }
}

function warnOfCertain(rows: readonly Row[], what: string): RowWarning[] {
  const [first] = rows;
  if (first === undefined) return [];
  const text = `${what}: ${listSome(rows.map(({ key }) => key))}`;
  return [{ ...warn('no-uncertainty', text, [first], []), rows: [] }];
}

function warnOfNegative({ row, draws, of }: NegativeDraws): RowWarning {
  const share = String(fromFloat((100 * draws) / of, 3));
  const text = `${row.key} cannot be negative, but ${draws} of its ${of} draws are (${share} %), and count as drawn: give it a distribution that cannot be negative, such as lognormal`;
  return warn('negative-draws', text, [row], []);
}
