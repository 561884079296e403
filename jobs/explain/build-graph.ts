import type { Hex } from '../../core/encoding/hex.ts';
import { readDocumentName } from '../../core/records/document-name.ts';
import type { FigureDocument } from '../../core/records/figure-documents.ts';
import { isAnswer, KINDS } from '../../core/records/kind.ts';
import type { SetOperand } from '../../core/records/row-set.ts';
import { findRunEntry } from '../../core/records/run.ts';
import { answersOf } from '../../core/records/statement.ts';
import { type FigureInput, listFigureInputs } from './figure-inputs.ts';
import type { Graph, Meaning, MoreNode, NamedUse } from './graph.ts';
import { GraphBuilder, type GraphView } from './graph-builder.ts';
import { type KnownRecord, type KnownRecords, titleOf } from './known-record.ts';
import { idOfEntry, idOfRecord, idOfSet } from './node-ids.ts';
import { findRows, openUsed, type RowsOfSet } from './rows-of-set.ts';

/** How many inputs of a node are shown before more are asked for. */
const FIRST_INPUTS = 24;
/** With so many nodes, figures and records stay closed until they are asked for. */
const MANY_NODES = 120;
/** Levels of sources that are shown before more are asked for. */
const FIRST_LEVELS = 3;

/**
 * Builds the graph of what a figure was computed from, down to rows and documents, or of what a record was made from. Edges lead from what
 * was there first to what was made from it. It is bounded; what it needs and lacks is in `wantedRecords` and `wantedEntries`.
 */
export function buildGraph(records: KnownRecords, view: GraphView): Graph {
  const builder = new GraphBuilder(records, view);
  builder.findEntries(view.root);
  if (view.figure === null) addAll(builder, { type: 'record', id: view.root, level: 0, link: null });
  else addAll(builder, { type: 'entry', record: view.root, key: view.figure, link: null });
  const record = idOfRecord(view.root);
  const figure = view.figure === null ? record : idOfEntry(view.root, view.figure);
  addAlone(builder, view.root);
  if (builder.nodes.get(figure)?.type === 'figure') builder.connect(figure, record, 'figure');
  addAnswers(builder, view.root);
  return {
    nodes: builder.nodes,
    edges: builder.listEdges(),
    root: figure,
    isFull: builder.isFull,
    wantedRecords: [...builder.wantedRecords],
    wantedEntries: [...builder.wantedEntries],
  };
}

/** What leads from a node to what was made from it. */
interface Link {
  readonly to: string;
  readonly meaning: Meaning;
  readonly uses?: readonly NamedUse[];
}

/** A node to add, with its inputs, and the edge that leads from it. */
type Task =
  | { readonly type: 'record'; readonly id: Hex; readonly level: number; readonly link: Link | null }
  | { readonly type: 'entry'; readonly record: Hex; readonly key: string; readonly link: Link | null };

/** Adds a node and what it was made from. Tasks are added while they are done: near nodes come first, so that the bounds leave out what is far. */
function addAll(builder: GraphBuilder, first: Task): void {
  const tasks = [first];
  for (const task of tasks) {
    const { link } = task;
    tasks.push(...(task.type === 'record' ? addRecord(builder, task) : addEntry(builder, task)));
    const id = task.type === 'record' ? idOfRecord(task.id) : idOfEntry(task.record, task.key);
    if (link !== null) builder.connect(id, link.to, link.meaning, link.uses);
  }
}

function addRecord(builder: GraphBuilder, { id, level }: Task & { type: 'record' }): Task[] {
  const known = builder.find(id);
  const node = idOfRecord(id);
  const common = { id: node, record: id, standing: builder.standingOf(id) };
  if (known === null) {
    builder.add({ ...common, type: 'unknown', hidden: 0 });
    return [];
  }
  const { sources, kind } = known.record;
  const isOpen = level < FIRST_LEVELS && builder.nodes.size < MANY_NODES;
  const { shown, hidden } = builder.divide(node, sources.length, isOpen ? FIRST_INPUTS : 0);
  if (!builder.add({ ...common, type: 'record', hidden, known })) return [];
  addMore(builder, node, id, hidden, 'sources');
  const answered = isAnswer(kind) ? answersOf(known.statement) : null;
  return sources.slice(0, shown).map((source) => ({
    type: 'record',
    id: source,
    level: level + 1,
    link: { to: node, meaning: source === answered ? 'answers' : 'source' },
  }));
}

/** Adds a record without its sources, such as that of a figure, whose operands show them better. */
function addAlone(builder: GraphBuilder, id: Hex): void {
  const known = builder.find(id);
  const node = { id: idOfRecord(id), record: id, standing: builder.standingOf(id), hidden: 0 };
  builder.add(known === null ? { ...node, type: 'unknown' } : { ...node, type: 'record', known });
}

/** Adds the records that answer a record, as far as they are here. */
function addAnswers(builder: GraphBuilder, answered: Hex): void {
  for (const known of builder.records.values()) {
    if (!isAnswer(known.record.kind) || answersOf(known.statement) !== answered) continue;
    addAlone(builder, known.id);
    builder.connect(idOfRecord(answered), idOfRecord(known.id), 'answers');
  }
}

function addMore(
  builder: GraphBuilder,
  of: string,
  record: Hex,
  hidden: number,
  what: MoreNode['what'],
): void {
  if (hidden === 0) return;
  const id = `more ${of}`;
  builder.add({ type: 'more', id, record, standing: 'unknown', hidden, of, what });
  builder.connect(id, of, 'more');
}

/** Adds an entry: a row where it belongs to a dataset, else a figure with its inputs. */
function addEntry(builder: GraphBuilder, { record, key }: Task & { type: 'entry' }): Task[] {
  const id = idOfEntry(record, key);
  if (builder.nodes.has(id)) return [];
  const isDataset = builder.find(record)?.record.kind === KINDS.dataset;
  const known = builder.findEntries(record);
  if (isDataset) return addRow(builder, { record, key, value: null, unit: '' }, null);
  const entry = known?.entries.find((each) => each.key === key) ?? null;
  const inputs = entry === null ? [] : listFigureInputs(record, entry);
  const isOpen = builder.nodes.size < MANY_NODES;
  const { shown, hidden } = builder.divide(id, inputs.length, isOpen ? FIRST_INPUTS : 0);
  const isNew = builder.add({
    type: 'figure',
    id,
    record,
    key,
    standing: builder.standingOf(record),
    hidden,
    entry,
    of: known === null ? null : titleOf(known),
  });
  if (!isNew) return [];
  addMore(builder, id, record, hidden, 'inputs');
  return inputs.slice(0, shown).flatMap((input) => addInput(builder, known!, id, input));
}

function addInput(builder: GraphBuilder, of: KnownRecord, to: string, input: FigureInput): Task[] {
  if (input.type === 'set') return addSet(builder, of, to, input.set);
  if (input.type === 'document') return addDocument(builder, to, input.document);
  const { record, key } = input;
  if (input.type === 'citation') return [{ type: 'entry', record, key, link: { to, meaning: 'cites' } }];
  const link: Link = { to, meaning: 'operand', uses: [input.use] };
  const isFigure = record === of.id || builder.find(record)?.record.kind === KINDS.result;
  if (isFigure) return [{ type: 'entry', record, key, link }];
  return addRow(builder, { record, key, value: input.use.value, unit: input.use.unit }, link);
}

interface StatedRow {
  readonly record: Hex;
  readonly key: string;
  readonly value: string | null;
  readonly unit: string;
}

function addRow(builder: GraphBuilder, { record, key, value, unit }: StatedRow, link: Link | null): Task[] {
  const id = idOfEntry(record, key);
  const entry = builder.find(record)?.entries.find((each) => each.key === key) ?? null;
  const isNew = builder.add({
    type: 'row',
    id,
    record,
    standing: builder.standingOf(record),
    hidden: 0,
    key,
    value: entry?.value ?? value,
    unit: entry?.unit ?? unit,
    entry,
  });
  if (link !== null) builder.connect(id, link.to, link.meaning, link.uses);
  return isNew ? [holderOf(record, id)] : [];
}

/** The record that holds a row, set or document. */
function holderOf(record: Hex, held: string): Task {
  return { type: 'record', id: record, level: FIRST_LEVELS - 1, link: { to: held, meaning: 'holds' } };
}

function addDocument(
  builder: GraphBuilder,
  to: string,
  { record, key, sha256, name }: FigureDocument,
): Task[] {
  const id = idOfEntry(record, key);
  if (sha256 === null)
    return addRow(builder, { record, key, value: null, unit: '' }, { to, meaning: 'consulted' });
  const entry = builder.find(record)?.entries.find((each) => each.key === key);
  const isNew = builder.add({
    type: 'document',
    id,
    record,
    standing: builder.standingOf(record),
    hidden: 0,
    key,
    name,
    sha256,
    document: entry === undefined ? null : readDocumentName(entry),
  });
  builder.connect(id, to, 'document');
  return isNew ? [holderOf(record, id)] : [];
}

/** Adds a set, closed until it was asked for. */
function addSet(builder: GraphBuilder, of: KnownRecord, to: string, set: SetOperand): Task[] {
  const id = idOfSet(set);
  const found = openSet(builder, of, set);
  const known = builder.find(set.record);
  const count = found?.rows.length ?? set.count;
  const { shown, hidden } = builder.divide(id, count, 0);
  const isNew = builder.add({
    type: 'set',
    id,
    record: set.record,
    standing: builder.standingOf(set.record),
    hidden: found === null ? count : hidden,
    set,
    of: known === null ? null : titleOf(known),
    rows: found?.rows ?? null,
    isExact: found?.isExact ?? false,
  });
  builder.connect(id, to, 'operand', [{ name: set.name, value: set.sum, unit: set.unit }]);
  if (!isNew) return [];
  if (found === null) return [holderOf(set.record, id)];
  addMore(builder, id, set.record, hidden, 'rows');
  const rows = found.rows
    .slice(0, shown)
    .flatMap(({ key, value, unit }) =>
      addRow(builder, { record: set.record, key, value, unit }, { to: id, meaning: 'part' }),
    );
  return [holderOf(set.record, id), ...rows];
}

/** Returns the rows of a set; null where they were not asked for, or are not here. */
function openSet(builder: GraphBuilder, of: KnownRecord, set: SetOperand): RowsOfSet | null {
  if (!builder.view.opened.has(idOfSet(set))) return null;
  const known = builder.findEntries(set.record);
  if (known?.access !== 'all' && known?.access !== 'some') return null;
  return findRows(set, known.entries, openUsed(findRunEntry(of.entries)?.detail, set.record));
}
