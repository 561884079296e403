import type { Selection } from '../../core/records/selection.ts';
import { type Amount, ZERO } from '../quantities/decimal.ts';
import type { Unit } from '../quantities/unit.ts';
import { compareTexts, type Row } from '../rows/row.ts';
import type { Draft, FormRows, Sum } from './draft.ts';
import type { ExactEvaluator } from './exact.ts';
import { type Expression, nodesOf, type Quantity, type RowSum } from './expression.ts';
import { writeFunction } from './function.ts';
import type { Operand, SetOperand } from './operand.ts';
import { countRows } from './rows-of-nodes.ts';
import { ADDING, ANY, listRows, needIndices, wrap, writeRounded } from './term-patterns.ts';
import { isSameOperand, quantityOperand, rowOperand, tableOperand, writeSet } from './written-operands.ts';

/** A formula, and what its symbols stand for. */
export interface Printed {
  readonly formula: string;
  /** The arithmetic, where the figure is from the solution of a table in float64. */
  readonly kernel?: string;
  readonly operands: readonly Operand[];
}

/** How derivations are written. */
export interface Printing {
  /** The name and version of the engine. */
  readonly engine: string;
  /** The most rows that are listed one by one. */
  readonly listed: number;
  readonly roots: boolean;
  readonly exact: ExactEvaluator;
  /** Returns the value and unit that another figure of the run is shown with. */
  readonly shownFigure: (draft: Draft) => { readonly value: string; readonly unit: string };
}

/** How the rows of a figure are shown: one by one; as sets of rows that take the same factors; or as one set for each symbol and record. */
type Form = 'rows' | 'sets' | 'symbols';

/**
 * Writes the derivation of a figure. While few rows count, each is an operand. Of more, those that take the same factors are one set.
 * Where even these are many, each symbol is one set for each record. So what is stored does not grow with the rows.
 */
export function printDerivation(expression: Expression, printing: Printing): Printed {
  const nodes = nodesOf(expression);
  const writer = new Writer(chooseForm(nodes, printing.listed), nodes, printing);
  const formula = writer.write(expression, TOP);
  const systems = new Set(nodes.filter((node) => node.kind === 'form').map(({ system }) => system));
  const [system] = systems;
  if (system === undefined) return { formula, operands: writer.finish() };
  return {
    formula: [formula, ...system.definitions].join('; '),
    kernel: `${printing.engine}: ${system.kernel}`,
    operands: writer.finish(),
  };
}

function chooseForm(nodes: readonly Expression[], listed: number): Form {
  if (countRows(nodes, listed + 1) <= listed) return 'rows';
  const parts = nodes.map((node) => (node.kind === 'sum' ? node.parts.filter(hasRows).length : 0));
  return parts.every((count) => count <= listed) ? 'sets' : 'symbols';
}

function hasRows(part: Expression): boolean {
  return part.kind !== 'figure' && part.kind !== 'sum';
}

/** Where a node stands: the indices of the sums around it, as they are written in names (`[2][1]`) and in formulas (`[i][j]`). */
interface Place {
  readonly name: string;
  readonly pattern: string;
  readonly depth: number;
}

const TOP: Place = { name: '', pattern: '', depth: 0 };
const LETTERS = 'ijklmn';

function within({ name, pattern, depth }: Place, index: number): Place {
  return {
    name: `${name}[${index + 1}]`,
    pattern: `${pattern}[${LETTERS[depth] ?? 'n'}]`,
    depth: depth + 1,
  };
}

class Writer {
  readonly #form: Form;
  readonly #printing: Printing;
  readonly #operands = new Map<string, Operand>();
  readonly #collected = new Map<string, Collected>();
  /** Sums of rows by the name of their operand: one that is used in several places is one operand. */
  readonly #written = new Map<string, RowSum>();
  /** How many sums of rows share a symbol, record and selection. */
  readonly #sharing = new Map<string, number>();
  readonly #selections = new Map<Selection, string>();

  constructor(form: Form, nodes: readonly Expression[], printing: Printing) {
    this.#form = form;
    this.#printing = printing;
    if (form === 'rows') return;
    for (const node of nodes)
      if (node.kind === 'row-sum') this.#sharing.set(this.#nameSet(node), this.#countSharing(node) + 1);
  }

  finish(): Operand[] {
    return [...this.#operands.values(), ...this.#finishSymbols()];
  }

  /** Returns the formula of a node, and takes its operands. */
  write(node: Expression, at: Place): string {
    switch (node.kind) {
      case 'constant':
        return node.text;
      case 'quantity':
        return this.#writeQuantity(node, at);
      case 'row-sum':
        return this.#writeRows(node, at);
      case 'figure': {
        const name = node.symbol + at.name;
        const { value, unit } = this.#printing.shownFigure(node.draft);
        this.#add({ name, value, unit, key: node.draft.key });
        return node.symbol + at.pattern;
      }
      case 'sum':
        return this.#writeSum(node, at);
      case 'difference':
        return `${this.write(node.from, at)} - ${wrap(this.write(node.less, at), ADDING)}`;
      case 'product':
        return node.factors
          .filter((factor) => factor.kind !== 'constant' || factor.text !== '')
          .map((factor) => wrap(this.write(factor, at), ADDING))
          .join(' * ');
      case 'quotient':
        return `${wrap(this.write(node.over, at), ADDING)} / ${wrap(this.write(node.under, at), ANY)}`;
      case 'function':
        return writeFunction(node.name, this.write(node.of, at));
      case 'rounded':
        return writeRounded(node, this.write(node.of, at));
      case 'solution': {
        const { name, matrix, vector } = node.system;
        for (const cell of [...matrix.flat(), ...vector]) if (cell !== null) this.write(cell, at);
        return `${name}[${node.index + 1}]`;
      }
      case 'form':
        for (const set of node.system.rowsOf(node.index)) this.#addTableRows(set);
        return node.system.formulaOf(node.index);
    }
  }

  /** Adds up: parts with the same pattern are one `sum(…)`, and each has an index. Parts that are sums themselves have their own. */
  #writeSum({ parts, isPlain }: Sum, at: Place): string {
    if (isPlain === true) return parts.map((part) => this.write(part, at)).join(' + ');
    const terms = this.#form === 'rows' ? parts.flatMap(listRows) : parts;
    const simple = terms.filter(({ kind }) => kind !== 'sum');
    const isIndexed = simple.length > 1 && needIndices(simple);
    const written = new Set<string>();
    let index = 0;
    for (const term of terms) {
      if (term.kind === 'sum' || !isIndexed) written.add(this.write(term, at));
      else written.add(`sum(${this.write(term, within(at, index++))})`);
    }
    return written.size === 0 ? '0' : [...written].join(' + ');
  }

  #writeRows(node: RowSum, at: Place): string {
    const { symbol, rows, to } = node;
    const [first] = rows;
    if (this.#form === 'symbols') {
      this.#collect(node, at);
      return symbol + at.pattern;
    }
    if (rows.length === 1 && this.#countSharing(node) <= 1) {
      this.#add(rowOperand(symbol + at.name, first!));
      return symbol + at.pattern;
    }
    if (this.#form === 'rows') {
      rows.forEach((row, index) => this.#add(rowOperand(symbol + within(at, index).name, row)));
      return `sum(${symbol}${within(at, 0).pattern})`;
    }
    if (this.#written.get(symbol + at.name) !== node) {
      const { exact, roots } = this.#printing;
      const sum = exact.evaluate(node);
      this.#add(writeSet(symbol + at.name, { rows, to, sum, selection: node.selection }, roots));
      this.#written.set(symbol + at.name, node);
    }
    return at === TOP ? `sum(${symbol})` : symbol + at.pattern;
  }

  /** The sets of one symbol, record and selection hold all selected rows together, so none of these is listed (§10). */
  #countSharing(node: RowSum): number {
    return this.#sharing.get(this.#nameSet(node)) ?? 0;
  }

  #nameSet({ symbol, rows, selection }: RowSum): string {
    return `${symbol} ${rows[0]!.record} ${this.#writeSelection(selection)}`;
  }

  /** Returns a selection as a text, written once: it can have many keys, and many sums can share it. */
  #writeSelection(selection: Selection): string {
    const text = this.#selections.get(selection) ?? JSON.stringify(selection);
    this.#selections.set(selection, text);
    return text;
  }

  #writeQuantity(node: Quantity, at: Place): string {
    const { symbol } = node;
    if (this.#form === 'symbols') this.#collect(node, at);
    else this.#add(quantityOperand(symbol + at.name, node));
    return symbol + at.pattern;
  }

  /** Adds an operand. The same row under the same name is one operand; another one under that name gets another. */
  #add(operand: Operand): void {
    let { name } = operand;
    for (let same = this.#operands.get(name); same !== undefined; same = this.#operands.get(name)) {
      if (isSameOperand(same, operand)) return;
      name += "'";
    }
    this.#operands.set(name, name === operand.name ? operand : { ...operand, name });
  }

  /** Rows of a table are always a set: each is one cell. */
  #addTableRows(set: FormRows): void {
    let name = set.symbol;
    const operand = tableOperand(set, this.#printing.roots);
    for (let index = 2; this.#operands.has(name); index++) {
      const { record, selection } = this.#operands.get(name)! as Partial<SetOperand>;
      if (record === operand.record && selection === operand.selection) return;
      name = `${set.symbol}[${index}]`;
    }
    this.#operands.set(name, { ...operand, name });
  }

  #collect(node: RowSum | Quantity, at: Place): void {
    const { symbol, to } = node;
    const isSum = node.kind === 'row-sum';
    const [record, rows] = isSum ? [node.rows[0]!.record, node.rows] : [node.row.record, [node.row]];
    const selection = isSum ? node.selection : {};
    const outer = at.depth > 1 ? at.name.slice(0, at.name.lastIndexOf('[')) : '';
    const name = JSON.stringify([
      symbol + outer,
      record,
      to.text,
      isSum ? this.#writeSelection(selection) : null,
    ]);
    const own = this.#collected.get(name) ?? {
      symbol: symbol + outer,
      rows: [],
      to,
      sum: isSum ? ZERO : null,
      selection,
      nodes: new Set(),
    };
    this.#collected.set(name, own);
    if (own.nodes.has(node)) return;
    own.nodes.add(node);
    for (const row of rows) own.rows.push(row);
    if (own.sum !== null) own.sum = own.sum.plus(this.#printing.exact.evaluate(node));
  }

  #finishSymbols(): Operand[] {
    const bySymbol = Map.groupBy(this.#collected.values(), ({ symbol }) => symbol);
    return [...bySymbol].flatMap(([symbol, sets]) =>
      sets.map((set, index) => {
        const name = sets.length === 1 ? symbol : `${symbol}[${index + 1}]`;
        const rows = [...new Set(set.rows)].sort((a, b) => compareTexts(a.key, b.key));
        const [first] = set.nodes;
        if (first?.kind === 'quantity' && rows.length === 1) return quantityOperand(name, first);
        if (first?.kind === 'row-sum' && rows.length === 1 && this.#countSharing(first) <= 1)
          return rowOperand(name, rows[0]!);
        const selection = set.sum === null ? { keys: rows.map(({ key }) => key) } : set.selection;
        return writeSet(name, { ...set, rows, selection }, this.#printing.roots);
      }),
    );
  }
}

/** The rows of one record for one symbol, collected from all parts of a formula. */
interface Collected {
  readonly symbol: string;
  readonly rows: Row[];
  readonly to: Unit;
  sum: Amount | null;
  readonly selection: Selection;
  /** The nodes that state them: one that is used in several places counts once. */
  readonly nodes: Set<RowSum | Quantity>;
}
