import { Invariant } from '../../core/errors.ts';
import type { Selection } from '../../core/records/selection.ts';
import {
  Amount,
  formatAmount,
  parseAmount,
  roundAmount,
  sumAmounts,
  ZERO,
  type Rounding,
} from '../quantities/decimal.ts';
import { convertAmount, parseUnit } from '../quantities/unit.ts';
import { nameRow, type Proxy } from '../factors/factor.ts';
import { describeGathered, gatherWarnings } from '../errors/group-warnings.ts';
import { nameWarning, type Warning, type WarningCode } from '../errors/warning.ts';
import type { InputDocument } from '../rows/document.ts';
import type { Matrix } from '../rows/matrix.ts';
import { compareTexts, type Period, type Row } from '../rows/row.ts';
import type { RowType } from '../rows/row-detail.ts';
import type { RowIndex } from '../rows/row-index.ts';
import { printDerivation, forEachRow } from './derivation.ts';
import type { Operand } from './operand.ts';
import type { Constant, Cover, Draft, FormRows } from './draft.ts';
import { BoundEvaluator, NOT_PROVEN } from './bound.ts';
import type { WeightOf } from './consolidation.ts';
import { roundFigure, type Rounded, type UnsureDigits } from './guaranteed.ts';
import type { NotedUncertainty, UncertaintyNote } from './uncertainty-note.ts';
import { ExactEvaluator } from './exact.ts';
import type { WarnedRows } from './warned-rows.ts';
import { nodesOf, type Expression, type Quantity } from './expression.ts';

/** A factor that was used, with its year, basis and place. */
export interface FactorNote {
  readonly name: string;
  readonly record?: string;
  readonly key?: string;
  /** How many factors the note is about, where they are too many to name each. */
  readonly count?: number;
  readonly year: number;
  readonly basis?: string;
  /** For embedded emissions: `actual` (stated by the maker) or `default`. */
  readonly determination?: string;
  readonly geography?: string;
}

/** A row without a quantity that decided which factors apply. `name` is its row type. */
export interface DocumentNote {
  readonly name: string;
  readonly record: string;
  readonly key: string;
  /** Of the file that it names, where it names one. */
  readonly sha256?: string;
}

/** The detail of a figure's entry (§4): what the figure covers, and its derivation. */
export interface FigureDetail extends Cover {
  readonly factors: readonly FactorNote[];
  /** Absent where there are none. */
  readonly documents?: readonly DocumentNote[];
  /** How far the figure is from the true one, at most, in its unit: its rounding included. `not proven` where float64 proves none. Absent where it is exact. */
  readonly bound?: string;
  /** The figure by another formula, with the same decimals. It agrees within the bounds of both. */
  readonly closing?: { readonly formula: string; readonly value: string };
  /** How sure the figure is. Only uncertainty@1 says it. */
  readonly uncertainty?: UncertaintyNote;
  readonly derivation: {
    readonly formula: string;
    /** The arithmetic, where it is not exact. */
    readonly kernel?: string;
    readonly operands: readonly Operand[];
    readonly rounding: Rounding;
    /** The figure as shown minus what its formula gives with the figures that it adds up, as these are shown. Absent where it is zero. */
    readonly roundingDifference?: string;
    readonly warnings: readonly Warning[];
  };
}

/** A computed figure: an entry (§4) without its salt. `value` is a canonical decimal string. */
export interface Figure extends Period {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly detail: FigureDetail;
}

/** The input of every method: rows in a fixed order, and the parameters that all methods share. */
export interface MethodContext {
  readonly rows: RowIndex;
  readonly period: Period;
  readonly proxies: readonly Proxy[];
  /** The documents that the run was given, by SHA-256. One counts as used when it is got from here. */
  readonly documents: ReadonlyMap<string, InputDocument>;
  /** What a method with `solve` computes with in place of solving; it must bound its error first. */
  readonly solution?: Matrix;
  /** Where the rows are those of one facility alone; null: those without a facility. */
  readonly facility?: string | null;
  /** By how much each row counts where entities are consolidated, for what is balanced while drafts are made. Absent: each in full. */
  readonly weightOf?: WeightOf;
  /** The rule set of constants; that of the IPCC where it is absent. */
  readonly constants?: string;
  /** Rows that count in part alone: what they repeat of other rows, in MW.h, and what is left over all of the row. */
  readonly parts?: ReadonlyMap<Row, { readonly repeated: Amount; readonly left: Constant }>;
}

/** Returns the selection (§10) of the rows of one type in the period of a run, whose details have these members. */
export function selectionOf(
  { period, facility }: MethodContext,
  type: RowType,
  where: Readonly<Record<string, string | null>>,
): Selection {
  const members = facility === undefined ? where : { ...where, facility };
  return { rows: [type], where: members, within: { from: period.from, until: period.until } };
}

/** How the figures of a run are shown. */
export interface Showing {
  /** The name and version of the engine. */
  readonly engine: string;
  readonly period: Period;
  readonly rounding: Rounding;
  /** The unit in which masses of gases are shown. */
  readonly mass: string;
  /** The most rows, factors or warnings that a figure lists one by one. */
  readonly listed: number;
  /** Whether sets of rows get their roots. */
  readonly roots: boolean;
  /** Warnings about rows, which belong to every figure that uses the row. */
  readonly warnings: WarnedRows;
  /** Computes the figures: what it has computed already is not computed again. */
  readonly exact: ExactEvaluator;
  /** Returns a warning with the reason why it was accepted, where it was. */
  readonly accept: (warning: Warning) => Warning;
  /** What becomes of digits that the bound of a figure does not guarantee. */
  readonly unsureDigits: UnsureDigits;
  /** Returns how sure a figure is, in the unit in which it is shown. */
  readonly uncertaintyOf?: (draft: Draft, unit: string) => NotedUncertainty;
}

/** The warnings of a figure, with those of its parts: what is stated of it and its factors, and those about its rows. */
interface Found {
  readonly stated: readonly Warning[];
  readonly ofRows: ReadonlySet<Warning>;
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
  readonly #warnings = new Map<string, Warning>();
  /** All warnings of each figure. It shows the first ones. */
  readonly #found = new Map<Draft, Found>();

  constructor(showing: Showing) {
    this.#showing = showing;
    this.#exact = showing.exact;
    this.#bounds = new BoundEvaluator(showing.exact);
    this.#shown = new ExactEvaluator((draft) => {
      const { value, unit } = this.write(draft);
      return this.#convert(parseAmount(value), unit, draft.unit);
    });
  }

  /** All warnings of the figures but those about rows, each once. */
  get warnings(): Warning[] {
    return [...this.#warnings.values()];
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
          warnings: this.#listWarnings(nodes, draft, [...(assessed?.warnings ?? []), ...warnings, ...lost]),
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

  /** Returns the warnings of a figure: of its factors, rows and parts, and its own. At most `listed`, and then that there are more. */
  #listWarnings(nodes: readonly Expression[], draft: Draft, own: readonly Warning[]): Warning[] {
    const stated = new Map<string, Warning>();
    const ofRows = new Set<Warning>();
    const { accept, warnings: warned, listed } = this.#showing;
    const add = (warning: Warning): void => {
      const name = nameWarning(warning);
      if (stated.has(name)) return;
      const judged = accept(warning);
      stated.set(name, judged);
      this.#warnings.set(name, judged);
    };
    for (const node of nodes)
      if (node.kind === 'figure') {
        const part = this.#found.get(node.draft)!;
        part.stated.filter(({ code }) => !OF_ONE.includes(code)).forEach(add);
        for (const warning of part.ofRows) ofRows.add(warning);
      } else if (node.kind === 'quantity' && node.factor?.warning != null) add(node.factor.warning);
    if (!warned.isEmpty) forEachRow(nodes, (row) => warned.addTo(ofRows, row));
    const inherited = [...stated.values()];
    own.forEach(add);
    this.#found.set(draft, { stated: [...stated.values()], ofRows });
    return shorten([...inherited, ...ofRows, ...[...stated.values()].slice(inherited.length)], listed);
  }
}

function warnOfUnproven(key: string): Warning {
  const message = `${key}: no bound of its error is proven, so none of its digits is guaranteed: correct negative cells of the table, or group it, if they should not be there`;
  return { code: 'not-proven', message, row: { record: '', key } };
}

/** Less than this is what quotients of 50 digits leave: of a tonne, less than an atom. */
const LEAST = new Amount(1n, 30);

/** Warns where a figure that is surely not zero is shown as 0. */
function warnOfZero(key: string, value: Amount, bound: Amount | null, unit: string): Warning[] {
  if (!value.abs().greaterThan(bound ?? LEAST)) return [];
  const message = `${key} is ${String(roundAmount(value, FEW_DIGITS))} ${unit}, and is shown as 0: ask for more decimals in parameters.rounding, or for a smaller unit in parameters.mass`;
  return [{ code: 'rounded-to-zero', message, row: { record: '', key } }];
}

const FEW_DIGITS: Rounding = { mode: 'half-even', digits: 2 };

/** Warnings about a figure alone: one that takes it is assessed itself. */
const OF_ONE: readonly WarningCode[] = [
  'outside-interval',
  'off-mean',
  'not-linear',
  'rounded-to-zero',
  'not-proven',
];

/** Returns the rule sets of the constants of a figure, as their rows spell them. */
function noteConstants(nodes: readonly Expression[]): Pick<FigureDetail, 'constants'> {
  const sets = nodes.flatMap((node) => {
    if (node.kind === 'constant') return node.ruleSet ?? [];
    if (node.kind !== 'quantity') return [];
    const { detail, stated = detail } = node.row;
    return stated.row === 'constant' ? stated.ruleSet : [];
  });
  return sets.length === 0 ? {} : { constants: distinctTexts(sets) };
}

function noteDocuments(documents: readonly Row[]): DocumentNote[] {
  return [...new Set(documents)]
    .sort((a, b) => a.index - b.index)
    .map(({ detail, record, key }) => ({
      name: detail.row,
      record,
      key,
      ...('sha256' in detail ? { sha256: detail.sha256 } : {}),
    }));
}

/** Returns whether drafts take a row or name it as a document; `count` is how many rows the run has. */
export function markRows(drafts: readonly Draft[], count: number): (row: Row) => boolean {
  const used = new Uint8Array(count);
  // Many forms take the same rows of a table: each list is marked once.
  const marked = new Set<readonly Row[]>();
  const markSet = ({ rows }: FormRows): void => {
    if (marked.has(rows)) return;
    marked.add(rows);
    for (const { index } of rows) used[index] = 1;
  };
  for (const { expression, documents = [] } of drafts) {
    const nodes = nodesOf(expression);
    forEachRow(
      nodes.filter(({ kind }) => kind !== 'form'),
      ({ index }) => (used[index] = 1),
    );
    for (const node of nodes) if (node.kind === 'form') node.system.rowsOf(node.index).forEach(markSet);
    for (const { index } of documents) used[index] = 1;
  }
  return ({ index }) => used[index] === 1;
}

/** So many warnings of one code are shown one by one, and so many rows of more are named. */
const FEW = 3;

function shorten(warnings: readonly Warning[], listed: number): Warning[] {
  const shown = gatherWarnings(warnings, FEW).map((group) => {
    const { code, row, accepted } = group.first;
    const message = describeGathered(group, FEW);
    return { code, message, row, ...(accepted === undefined ? {} : { accepted }) };
  });
  if (shown.length <= listed) return shown;
  const message = `there are more warnings: the run lists them`;
  return [...shown.slice(0, listed), { code: 'more-warnings', message, row: shown[0]!.row }];
}

/** Returns the distinct texts in ascending order. */
export function distinctTexts(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(compareTexts);
}

/**
 * Returns one note for each symbol and factor. Of the factors behind a total, and where they are more than `listed`, one for those that
 * are described alike.
 */
function noteFactors(draft: Draft, nodes: readonly Expression[], listed: number): FactorNote[] {
  const isTotal = draft.covers !== undefined;
  const distinct = new Map<string, Quantity>();
  const factors = isTotal ? factorsBelow(draft) : factorsAmong(nodes);
  for (const node of factors) distinct.set(`${node.symbol} ${nameRow(node.row)}`, node);
  const notes = [...distinct.values()].map(({ symbol, row }) => ({ row, note: describeFactor(symbol, row) }));
  if (!isTotal && notes.length <= listed)
    return notes.map(({ row: { record, key }, note: { name, ...others } }) => ({
      name,
      record,
      key,
      ...others,
    }));
  const alike = Map.groupBy(notes, ({ note }) => JSON.stringify(note));
  return [...alike.values()].map((same) => ({ ...same[0]!.note, count: same.length }));
}

function factorsAmong(nodes: readonly Expression[]): Quantity[] {
  return nodes.filter((node) => node.kind === 'quantity').filter(({ factor }) => factor !== null);
}

/** Returns the factors of a total and of all figures that it adds up. */
function factorsBelow({ expression, covers }: Draft): Quantity[] {
  const nodes = nodesOf(expression);
  const parts = covers === undefined ? [] : nodes.filter((node) => node.kind === 'figure');
  return [...factorsAmong(nodes), ...parts.flatMap(({ draft }) => factorsBelow(draft))];
}

function describeFactor(name: string, { detail }: Row): FactorNote {
  return {
    name,
    year: 'year' in detail ? detail.year : 0,
    ...('basis' in detail && detail.basis !== undefined ? { basis: detail.basis } : {}),
    ...('determination' in detail ? { determination: detail.determination } : {}),
    ...('geography' in detail && detail.geography !== undefined ? { geography: detail.geography } : {}),
  };
}
