import { areNamed, isSetOperand, type NamedOperand, readDerivation } from '../../core/records/derivation.ts';
import { type FigureDocument, listFigureDocuments } from '../../core/records/figure-documents.ts';
import type { SetOperand } from '../../core/records/row-set.ts';
import type { Selection } from '../../core/records/selection.ts';
import { compareObjects, diffDatasets, type MemberChange, type RowChange } from '../datasets/diff.ts';
import type { DatasetEntry } from '../datasets/validate.ts';
import { compareTexts } from '../rows/row.ts';

type Members = Readonly<Record<string, unknown>>;
interface RunParts {
  readonly about: Members;
  readonly parameters: Members;
}

/** A result, or the part of it that is shown: its figures, and the detail of its run (§10) or null. */
export interface ComparedResult {
  readonly figures: readonly DatasetEntry[];
  readonly run: Members | null;
  /** True when `figures` are all figures of the result. Then a figure that is not listed does not exist. */
  readonly isWhole: boolean;
}

/** An operand of a figure: a row of a dataset, or a figure of the same result (`record` is null). */
export interface OperandPlace {
  readonly record: string | null;
  readonly key: string;
  readonly value: string;
  readonly unit: string;
}

/** A set of rows as an operand of a figure. `sum` is null where its rows are not added. */
export interface SetPlace {
  readonly record: string;
  readonly key: null;
  readonly selection: Selection;
  readonly count: number;
  readonly sum: string | null;
  readonly unit: string;
}

/** An operand that differs: another row, another set, or another value. Null on the side where it is missing. */
export interface OperandChange {
  readonly name: string;
  readonly before: OperandPlace | SetPlace | null;
  readonly after: OperandPlace | SetPlace | null;
}

/** A document of a figure that differs: another row, or another file that it names. Null on the side where it is missing. */
export interface DocumentChange {
  readonly key: string;
  readonly before: Pick<FigureDocument, 'record' | 'sha256'> | null;
  readonly after: Pick<FigureDocument, 'record' | 'sha256'> | null;
}

/** A figure that both results have and that differs. */
export interface FigureChange {
  readonly key: string;
  readonly before: { readonly value: string | null; readonly unit: string };
  readonly after: { readonly value: string | null; readonly unit: string };
  /** `after` minus `before`, exact, in the unit of `before`. Null where the units do not convert. */
  readonly absolute: string | null;
  /** The change in per cent of the value before, rounded half-even to six decimals. Null where that value is zero. */
  readonly percent: string | null;
  /** The cause: the operands that differ. */
  readonly operands: readonly OperandChange[];
  /** A cause too: the documents that differ, such as the matrices of a table. */
  readonly documents: readonly DocumentChange[];
  /** Other members that differ: period, gases, GWP set, formula, rounding, warnings. */
  readonly others: readonly MemberChange[];
}

/** The differences between two results, ascending by key. */
export interface ResultComparison {
  /** Members of the runs that differ: method, engine, parameters. Null where one of the runs is not shown. */
  readonly run: readonly MemberChange[] | null;
  readonly added: readonly DatasetEntry[];
  readonly removed: readonly DatasetEntry[];
  readonly changed: readonly FigureChange[];
  readonly unchanged: number;
  /** Keys of figures that one side does not show. They are not compared. */
  readonly notShown: readonly string[];
}

/**
 * Compares two results figure by figure, by key, and returns each difference with its cause. A row with the same key, value and
 * unit in another record counts as the same row: a new version of a dataset is a difference only in the rows that it changes. A
 * figure that is 0 before and after is unchanged, even where the factors that multiply 0 differ.
 */
export function compareResults(before: ComparedResult, after: ComparedResult): ResultComparison {
  const diff = diffDatasets(before.figures.map(dropRecords), after.figures.map(dropRecords));
  const [old, fresh] = [before, after].map(
    ({ figures }) => new Map(figures.map((figure) => [figure.key, figure])),
  ) as [Map<string, DatasetEntry>, Map<string, DatasetEntry>];
  const keysOf = (figures: readonly DatasetEntry[]): string[] => figures.map(({ key }) => key);
  const hidden = [
    ...(before.isWhole ? [] : keysOf(diff.added)),
    ...(after.isWhole ? [] : keysOf(diff.removed)),
  ];
  const changed = diff.changed.filter((change) => !isZeroInBoth(change, old.get(change.key)!));
  return {
    run: before.run === null || after.run === null ? null : compareRuns(before.run, after.run),
    added: before.isWhole ? diff.added.map(({ key }) => fresh.get(key)!) : [],
    removed: after.isWhole ? diff.removed.map(({ key }) => old.get(key)!) : [],
    changed: changed.map((change) => explainChange(change, old.get(change.key)!, fresh.get(change.key)!)),
    unchanged: diff.unchanged + diff.changed.length - changed.length,
    notShown: hidden.sort(compareTexts),
  };
}

/** Whether two results have the same run and the same figures, of those that both show. */
export function isSameResult({ run, added, removed, changed }: ResultComparison): boolean {
  return [run ?? [], added, removed, changed].every(({ length }) => length === 0);
}

/** Whether a figure is 0 in both results; their units must convert. */
function isZeroInBoth({ absolute }: RowChange, { value }: DatasetEntry): boolean {
  return value === '0' && absolute === '0';
}

function explainChange(
  { key, changes, absolute, percent }: RowChange,
  before: DatasetEntry,
  after: DatasetEntry,
): FigureChange {
  const [old, fresh] = [readParts(before), readParts(after)];
  const explained = ['value', 'unit', 'detail.derivation', 'detail.factors', 'detail.documents'];
  const derived = compareObjects(old.others, fresh.others, 'detail.derivation.');
  return {
    key,
    before: { value: before.value, unit: before.unit },
    after: { value: after.value, unit: after.unit },
    absolute,
    percent,
    operands: compareOperands(old.operands, fresh.operands),
    documents: compareDocuments(listFigureDocuments(before.detail), listFigureDocuments(after.detail)),
    others: [...changes.filter(({ member }) => !explained.includes(member)), ...derived],
  };
}

/** Pairs documents by the keys of their rows. The same row in another record is the same document, unless it names another file. */
function compareDocuments(
  before: readonly FigureDocument[],
  after: readonly FigureDocument[],
): DocumentChange[] {
  const [old, fresh] = [before, after].map((all) => new Map(all.map((each) => [each.key, each]))) as [
    Map<string, FigureDocument>,
    Map<string, FigureDocument>,
  ];
  const place = (document: FigureDocument | undefined): DocumentChange['before'] =>
    document === undefined ? null : { record: document.record, sha256: document.sha256 };
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .sort(compareTexts)
    .map((key) => ({ key, before: place(old.get(key)), after: place(fresh.get(key)) }))
    .filter(({ before: own, after: other }) => other === null || own?.sha256 !== other.sha256);
}

type Operand = NamedOperand | SetOperand;

/** Returns the operands of a figure, and the other members of its derivation; none where an operand lacks name or quantity. */
function readParts({ detail }: DatasetEntry): { operands: readonly Operand[]; others: Members } {
  const { operands, members = {} } = readDerivation(detail) ?? {};
  if (operands == null || !areNamed(operands)) return { operands: [], others: {} };
  const { operands: _operands, ...others } = members;
  return { operands, others: readMembers(others) };
}

/**
 * Pairs operands in two passes. First those with the same symbol and row, or the same symbol and selection, in any position. Then the
 * remaining ones with the same symbol, in order: so the factor of one year is compared with that of the next.
 */
function compareOperands(before: readonly Operand[], after: readonly Operand[]): OperandChange[] {
  const byRow = pairOperands(before, after, (operand) => `${nameSymbol(operand)} ${namePlace(operand)}`);
  const byName = pairOperands(byRow.before, byRow.after, nameSymbol);
  const pairs: OperandPair[] = [
    ...byRow.pairs,
    ...byName.pairs,
    ...byName.before.map((own) => [own, null] as const),
    ...byName.after.map((own) => [null, own] as const),
  ];
  return pairs.filter(isDifferent).map(([own, other]) => ({
    name: (own ?? other)!.name,
    before: own === null ? null : placeOperand(own),
    after: other === null ? null : placeOperand(other),
  }));
}

type OperandPair = readonly [Operand | null, Operand | null];

/** Pairs operands with the same name in their order. Returns the pairs, and the operands of each side that have no pair. */
function pairOperands(
  before: readonly Operand[],
  after: readonly Operand[],
  nameOf: (operand: Operand) => string,
): { pairs: OperandPair[]; before: Operand[]; after: Operand[] } {
  const waiting = new Map([...Map.groupBy(after, nameOf)].map(([name, list]) => [name, list.values()]));
  const paired = new Set<Operand>();
  const pairs: OperandPair[] = [];
  const left: Operand[] = [];
  for (const own of before) {
    const other = waiting.get(nameOf(own))?.next().value;
    if (other === undefined) left.push(own);
    else {
      pairs.push([own, other]);
      paired.add(other);
    }
  }
  return { pairs, before: left, after: after.filter((operand) => !paired.has(operand)) };
}

/** Returns the symbol of an operand: `E` for `E[2]`. */
function nameSymbol({ name }: Operand): string {
  return name.replaceAll(/\[\d+\]/g, '');
}

function namePlace(operand: Operand): string {
  return isSetOperand(operand) ? nameSelection(operand) : operand.key;
}

/** A key has no brace, so no row has the name of a set. */
function nameSelection({ selection }: SetOperand): string {
  return JSON.stringify(Object.entries(selection).sort(([a], [b]) => compareTexts(a, b)));
}

function isDifferent([a, b]: OperandPair): boolean {
  if (a === null || b === null) return true;
  return namePlace(a) !== namePlace(b) || writeQuantity(a) !== writeQuantity(b);
}

/** The root of a set names its record, which a new version of a dataset changes: sets with the same count and sum are the same. */
function writeQuantity(operand: Operand): string {
  const { unit } = operand;
  return isSetOperand(operand) ? `${operand.count} ${operand.sum} ${unit}` : `${operand.value} ${unit}`;
}

function placeOperand(operand: Operand): OperandPlace | SetPlace {
  if (!isSetOperand(operand)) {
    const { record, key, value, unit } = operand;
    return { record: record ?? null, key, value, unit };
  }
  const { record, selection, count, sum, unit } = operand;
  return { record, key: null, selection, count, sum, unit };
}

/** Compares two runs without their inputs and outputs: the figures already show those. */
function compareRuns(before: Members, after: Members): MemberChange[] {
  const [old, fresh] = [before, after].map((run) => {
    const { inputs: _inputs, outputs: _outputs, reconciliation: _rows, parameters, ...about } = run;
    return { about, parameters: readMembers(parameters) };
  }) as [RunParts, RunParts];
  return [
    ...compareObjects(old.about, fresh.about, ''),
    ...compareObjects(old.parameters, fresh.parameters, 'parameters.'),
  ];
}

function readMembers(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (dropRecord(value) as Members) : {};
}

function dropRecords(figure: DatasetEntry): DatasetEntry {
  return { ...figure, detail: dropRecord(figure.detail) as DatasetEntry['detail'] };
}

/** Returns a value without the ids of the records that hold its rows, and without the roots of sets, which name them. */
function dropRecord(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropRecord);
  if (typeof value !== 'object' || value === null) return value;
  const isSet = 'selection' in value;
  const members = Object.entries(value).filter(([name]) => name !== 'record' && !(isSet && name === 'root'));
  return Object.fromEntries(members.map(([name, member]) => [name, dropRecord(member)]));
}
