import { EngineError, placeOfAsked } from './errors/engine-error.ts';
import { describeGathered, gatherWarnings } from './errors/group-warnings.ts';
import { listSome } from './errors/list-some.ts';
import { nameWarning, type Warning } from './errors/warning.ts';
import { Contributions, type Contribution } from './figures/contribution.ts';
import type { Draft } from './figures/draft.ts';
import type { ExactEvaluator } from './figures/exact.ts';
import type { CommonParameters } from './methods/parameters.ts';
import { type Amount, HUNDRED, roundAmount, ZERO } from './quantities/decimal.ts';
import { exactFloat } from './quantities/float.ts';
import type { RowWarning } from './rows/checks/check-rows.ts';
import type { Row } from './rows/row.ts';
import { foldName } from './rows/spelling.ts';

const SHOWN = { mode: 'half-even', digits: 4 } as const;
const SHARE = { mode: 'half-even', digits: 3 } as const;

/** So many warnings of one code are listed one by one. Of more, so many rows are named, and so many totals. */
const MOST_OF_CODE = 100;
const NAMED = 10;
const TOTALS = 3;

/**
 * Returns the warnings of a run about rows: with the tonnes of the rows that may be wrong and their share of the total; for missing time, with
 * what it may be. Only the list of the run says it. A figure would change with every other figure of the total, if it said so too.
 */
export function weighWarnings(
  warnings: readonly RowWarning[],
  drafts: readonly Draft[],
  exact: ExactEvaluator,
): Warning[] {
  const rows = warnings.flatMap(({ counted = [] }) => counted);
  const contributions = rows.length === 0 ? null : new Contributions(drafts, rows, exact);
  return gatherWarnings(warnings, MOST_OF_CODE).map((group) => {
    const { first, others } = group;
    const weights = contributions === null ? [] : weigh([first, ...others], contributions);
    const texts = weights.map((weight) => describe(weight, exact));
    const shown =
      texts.length === 0
        ? ''
        : first.gap === undefined
          ? ` (${listSome(texts, TOTALS)})`
          : `: ${listSome(texts, TOTALS)}`;
    return printed({ ...first, message: `${describeGathered(group, NAMED)}${shown}` });
  });
}

/** What rows give of a figure, and what may be missing beside them; null where nothing is. */
interface Weight extends Contribution {
  readonly missing: Amount | null;
}

/** Returns what the rows of warnings give of each figure, each row once. */
function weigh(warnings: readonly RowWarning[], contributions: Contributions): Weight[] {
  const seen = new Set<Row>();
  const weights = new Map<Draft, Weight>();
  for (const { counted = [], gap } of warnings) {
    const found = contributions.of(counted.filter((row) => !seen.has(row)));
    for (const row of counted) seen.add(row);
    if (found === null) continue;
    const { draft, amount } = found;
    const missing =
      gap === undefined ? null : amount.times(exactFloat(gap.missing)).div(exactFloat(gap.covered));
    const before = weights.get(draft);
    weights.set(draft, {
      draft,
      amount: before === undefined ? amount : before.amount.plus(amount),
      missing: missing === null ? null : missing.plus(before?.missing ?? ZERO),
    });
  }
  return [...weights.values()];
}

function describe({ draft, amount, missing }: Weight, exact: ExactEvaluator): string {
  const total = exact.evaluate(draft.expression);
  const show = (part: Amount): string => `${String(roundAmount(part, SHOWN))} ${draft.unit}`;
  const shareOf = (part: Amount): string => {
    if (total.isZero()) return `of ${draft.key}`;
    return `${String(roundAmount(part.times(HUNDRED).div(total), SHARE))} % of ${draft.key}`;
  };
  return missing === null
    ? `${show(amount)}, ${shareOf(amount)}`
    : `its rows give ${show(amount)}, so about ${show(missing)} may be missing, ${shareOf(missing)}`;
}

/** A warning that the parameters accept: what it is about, and why it does not matter. */
export type Acceptance = CommonParameters['accepted'][number];

/** The warnings that the parameters of a run accept. */
export class Acceptances {
  readonly #all: readonly Acceptance[];
  readonly #taken = new Set<Acceptance>();

  constructor(all: readonly Acceptance[]) {
    this.#all = all;
  }

  /** Returns a warning with the reason why it was accepted, where it was. */
  accept<W extends Warning | RowWarning>(warning: W): W {
    const found = this.#all.filter((acceptance) => isAbout(acceptance, warning));
    for (const acceptance of found) this.#taken.add(acceptance);
    const [first] = found;
    return first === undefined ? warning : { ...warning, accepted: first.reason };
  }

  /** Throws for what no warning of the run is. @throws EngineError `unused-acceptance` */
  refuseUnused(): void {
    this.#all.forEach((acceptance, index) => {
      if (this.#taken.has(acceptance)) return;
      const { code, row, series } = acceptance;
      const text = `no warning ${code} is about ${row ?? series ?? ''}: remove it from parameters.accepted, or correct its code, row or series`;
      throw new EngineError('unused-acceptance', text, code, placeOfAsked(`parameters.accepted.${index}`));
    });
  }
}

function isAbout({ code, row, record, series }: Acceptance, warning: Warning | RowWarning): boolean {
  if (code !== warning.code) return false;
  const { rows = [], series: own } = warning as Partial<RowWarning>;
  if (series !== undefined) return own !== undefined && foldName(own) === foldName(series);
  return [warning.row, ...rows].some(
    (each) => each.key === row && (record === undefined || each.record === record),
  );
}

/** Returns the warnings of the figures, many of one code as one, and those about rows, each once. */
export function joinWarnings(ofFigures: readonly Warning[], ofRows: readonly Warning[]): Warning[] {
  const gathered = gatherWarnings(ofFigures, MOST_OF_CODE).map((group) => ({
    ...group.first,
    message: describeGathered(group, NAMED),
  }));
  return [...new Map([...gathered, ...ofRows].map((warning) => [nameWarning(warning), warning])).values()];
}

/** Returns what a result shows of a warning. */
function printed({ code, message, row, accepted }: Warning): Warning {
  return { code, message, row, ...(accepted === undefined ? {} : { accepted }) };
}
