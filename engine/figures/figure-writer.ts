import { Invariant } from '../../core/errors.ts';
import type { Warning } from '../errors/warning.ts';
import {
  type Amount,
  formatAmount,
  parseAmount,
  roundAmount,
  sumAmounts,
  ZERO,
  type Rounding,
} from '../quantities/decimal.ts';
import { convertAmount, parseUnit } from '../quantities/unit.ts';
import type { Period } from '../rows/row.ts';
import { BoundEvaluator, NOT_PROVEN } from './bound.ts';
import { printDerivation } from './derivation.ts';
import type { Draft } from './draft.ts';
import { ExactEvaluator } from './exact.ts';
import { nodesOf, type Expression } from './expression.ts';
import { noteConstants, noteDocuments, noteFactors } from './figure-notes.ts';
import { FigureWarnings, type ShownWarnings, warnOfUnproven, warnOfZero } from './figure-warnings.ts';
import type { Figure, FigureDetail } from './figure.ts';
import { roundFigure, type Rounded, type UnsureDigits } from './guaranteed.ts';
import type { NotedUncertainty } from './uncertainty-note.ts';

/** How the figures of a run are shown. */
export interface Showing extends ShownWarnings {
  /** The name and version of the engine. */
  readonly engine: string;
  readonly period: Period;
  readonly rounding: Rounding;
  /** The unit in which masses of gases are shown. */
  readonly mass: string;
  /** Whether sets of rows get their roots. */
  readonly roots: boolean;
  /** Computes the figures: what it has computed already is not computed again. */
  readonly exact: ExactEvaluator;
  /** What becomes of digits that the bound of a figure does not guarantee. */
  readonly unsureDigits: UnsureDigits;
  /** Returns how sure a figure is, in the unit in which it is shown. */
  readonly uncertaintyOf?: (draft: Draft, unit: string) => NotedUncertainty;
}

/**
 * Computes drafts: exactly, converted to the unit that is shown, and rounded once. A figure that adds up others takes their exact
 * values.
 */
export class FigureWriter {
  readonly #showing: Showing;
  readonly #exact: ExactEvaluator;
  readonly #bounds: BoundEvaluator;
  /** Computes with the figures as they are shown. */
  readonly #shown: ExactEvaluator;
  readonly #figures = new Map<Draft, Figure>();
  readonly #warnings: FigureWarnings;

  constructor(showing: Showing) {
    this.#showing = showing;
    this.#exact = showing.exact;
    this.#warnings = new FigureWarnings(showing);
    this.#bounds = new BoundEvaluator(showing.exact);
    this.#shown = new ExactEvaluator((draft) => {
      const { value, unit } = this.write(draft);
      return this.#convert(parseAmount(value), unit, draft.unit);
    });
  }

  /** All warnings of the figures but those about rows, each once. */
  get warnings(): Warning[] {
    return this.#warnings.all;
  }

  /** Returns a finished figure. @throws EngineError `overflow`, `out-of-range` */
  write(draft: Draft): Figure {
    const known = this.#figures.get(draft);
    if (known !== undefined) return known;
    const figure = this.#compute(draft);
    this.#figures.set(draft, figure);
    return figure;
  }

  #compute(draft: Draft): Figure {
    const {
      key,
      unit: own,
      expression,
      warnings = [],
      documents = [],
      methane: _methane,
      isDifference: _isDifference,
      closing,
      period: other,
      ...cover
    } = draft;
    const { engine, mass, listed, roots, uncertaintyOf } = this.#showing;
    const period = other ?? this.#showing.period;
    const nodes = nodesOf(expression);
    for (const node of nodes) if (node.kind === 'figure') this.write(node.draft);
    const unit = own.replace(/^t(?=\{[^}]+\}$)/, mass);
    const { rounded, rounding, lost, ...sure } = this.#round(draft, unit, nodes);
    const printing = {
      engine,
      listed,
      roots,
      exact: this.#exact,
      shownFigure: (part: Draft) => this.#figures.get(part)!,
    };
    const derivation = printDerivation(expression, printing);
    const difference = this.#measureDifference(nodes, draft, unit, rounded);
    const assessed = uncertaintyOf?.(draft, unit);
    return {
      key,
      value: formatAmount(rounded, key),
      unit,
      from: period.from,
      until: period.until,
      detail: {
        ...cover,
        ...noteConstants(nodes),
        factors: noteFactors(draft, nodes, listed),
        ...(documents.length === 0 ? {} : { documents: noteDocuments(documents) }),
        ...sure,
        ...(closing === undefined ? {} : { closing: this.#close(draft, closing, unit, rounding) }),
        ...(assessed === undefined ? {} : { uncertainty: assessed.note }),
        derivation: {
          ...derivation,
          rounding,
          ...(difference.isZero() ? {} : { roundingDifference: String(difference) }),
          warnings: this.#warnings.list(nodes, draft, [...(assessed?.warnings ?? []), ...warnings, ...lost]),
        },
      },
    };
  }

  /** Rounds a figure; `lost` warns where nothing of it is left, or no digit is sure. */
  #round(
    { key, unit: own, expression, isDifference }: Draft,
    unit: string,
    nodes: readonly Expression[],
  ): Rounded & { readonly lost: readonly Warning[] } {
    const error = this.#bounds.evaluate(expression);
    const bound = error === null || error === NOT_PROVEN ? error : this.#convert(error, own, unit);
    const parts = isDifference !== undefined ? nodes.filter((node) => node.kind === 'figure') : [];
    const value = this.#convert(this.#exact.evaluate(expression), own, unit);
    const done = roundFigure({
      key,
      value,
      bound,
      rounding: this.#showing.rounding,
      unsureDigits: this.#showing.unsureDigits,
      parts: parts.map((node) => this.#figures.get(node.draft)!),
    });
    if (bound === NOT_PROVEN) return { ...done, lost: [warnOfUnproven(key)] };
    const isLost = done.rounded.isZero() && isDifference !== 'residual';
    return { ...done, lost: isLost ? warnOfZero(key, value, bound, unit) : [] };
  }

  /** Computes a figure by its other formula. Both are bounded, so more than their bounds between them is a fault of the engine. */
  #close(
    { key, expression, unit: own }: Draft,
    closing: NonNullable<Draft['closing']>,
    unit: string,
    rounding: Rounding,
  ): NonNullable<FigureDetail['closing']> {
    const both = [expression, closing.expression];
    const [value, other] = both.map((each) => this.#exact.evaluate(each)) as [Amount, Amount];
    const bounds = both.map((each) => this.#bounds.evaluate(each) ?? ZERO);
    const proven = bounds.filter((bound) => bound !== NOT_PROVEN);
    if (proven.length === 2 && value.minus(other).abs().greaterThan(sumAmounts(proven)))
      throw new Invariant(
        `${key} does not close: ${String(value)} and ${String(other)} differ by more than their bounds`,
      );
    const shown = roundAmount(this.#convert(other, own, unit), rounding);
    return { formula: closing.formula, value: formatAmount(shown, key) };
  }

  #convert(amount: Amount, from: string, to: string): Amount {
    return from === to ? amount : convertAmount(amount, parseUnit(from), parseUnit(to));
  }

  /** Returns the figure as shown minus what its formula gives with the shown figures; zero where it takes no figures. */
  #measureDifference(nodes: readonly Expression[], draft: Draft, unit: string, rounded: Amount): Amount {
    if (nodes.every(({ kind }) => kind !== 'figure')) return rounded.minus(rounded);
    const fromShown = this.#convert(this.#shown.evaluate(draft.expression), draft.unit, unit);
    return rounded.minus(fromShown);
  }
}
