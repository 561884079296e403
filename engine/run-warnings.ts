import { EngineError, placeOfAsked } from './errors/engine-error.ts';
import type { Warning } from './errors/warning.ts';
import { nameRow } from './factors/factor.ts';
import { Contributions, type Contribution } from './figures/contribution.ts';
import type { Draft } from './figures/draft.ts';
import type { ExactEvaluator } from './figures/exact.ts';
import type { CommonParameters } from './methods/parameters.ts';
import { type Amount, HUNDRED, roundAmount } from './quantities/decimal.ts';
import { exactFloat } from './quantities/float.ts';
import type { RowWarning } from './rows/checks/check-rows.ts';
import type { Row } from './rows/row.ts';
import { foldName } from './rows/spelling.ts';

const SHOWN = { mode: 'half-even', digits: 4 } as const;
const SHARE = { mode: 'half-even', digits: 3 } as const;

/** A warning about rows, and what it says in a list of all warnings: there also the tonnes of the rows. */
export interface WeighedWarning {
  readonly warning: RowWarning;
  readonly message: string;
}

/**
 * Returns what warnings say of the rows that may be wrong: their tonnes and share of the total; for missing time, what it may be. Only the
 * list of the run says it. A figure would change with every other figure of the total, if it said so too.
 */
export function weighWarnings(
  warnings: readonly RowWarning[],
  drafts: readonly Draft[],
  exact: ExactEvaluator,
): readonly WeighedWarning[] {
  const rows = warnings.flatMap(({ counted = [] }) => counted);
  const contributions = rows.length === 0 ? null : new Contributions(drafts, rows, exact);
  return warnings.map((warning) => {
    const { message, counted = [] } = warning;
    const found = contributions?.of(counted) ?? null;
    return { warning, message: found === null ? message : `${message}${describe(found, warning, exact)}` };
  });
}

function describe({ draft, amount }: Contribution, { gap }: RowWarning, exact: ExactEvaluator): string {
  const total = exact.evaluate(draft.expression);
  const shareOf = (part: Amount): string => {
    if (total.isZero()) return `of ${draft.key}`;
    return `${String(roundAmount(part.times(HUNDRED).div(total), SHARE))} % of ${draft.key}`;
  };
  const show = (part: Amount): string => `${String(roundAmount(part, SHOWN))} ${draft.unit}`;
  if (gap === undefined) return ` (${show(amount)}, ${shareOf(amount)})`;
  const missing = amount.times(exactFloat(gap.missing)).div(exactFloat(gap.covered));
  return `: its rows give ${show(amount)}, so about ${show(missing)} may be missing, ${shareOf(missing)}`;
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

/** Returns the warnings of each row that they concern. */
export function groupByRow(warnings: readonly RowWarning[]): Map<Row, Warning[]> {
  const found = new Map<Row, Warning[]>();
  for (const warning of warnings)
    for (const concerned of warning.rows) {
      const own = found.get(concerned) ?? [];
      own.push(printed(warning));
      found.set(concerned, own);
    }
  return found;
}

/** Returns the warnings of the figures, and those about rows, also where no figure lists them. */
export function joinWarnings(ofFigures: readonly Warning[], ofRows: readonly WeighedWarning[]): Warning[] {
  const all = new Map<string, Warning>();
  for (const warning of ofFigures) all.set(nameWarning(warning), warning);
  for (const { warning, message } of ofRows) all.set(nameWarning(warning), { ...printed(warning), message });
  return [...all.values()];
}

function nameWarning({ code, message, row }: Warning): string {
  return `${code} ${nameRow(row)} ${message}`;
}

/** Returns what a figure shows of a warning. */
function printed({ code, message, row, accepted }: Warning): Warning {
  return { code, message, row, ...(accepted === undefined ? {} : { accepted }) };
}
