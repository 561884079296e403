import {
  memberOf,
  openSelection,
  type SelectableEntry,
  type Selection,
} from '../../core/records/selection.ts';

/** The rows of a record that changed, by key: as they were before and as they are after, where they were or are there. */
export type ChangedRows = ReadonlyMap<string, readonly SelectableEntry[]>;

/** A figure, and the selection of a set that it was computed from. */
export interface SetUse {
  readonly figure: string;
  readonly selection: Selection;
}

/** The most steps: for each class of rows, one for each shape, and one for each selection that its values lead to. About a second. */
const MOST_STEPS = 1 << 22;

/**
 * Returns the figures with a set that held a changed row before, or would hold it after. Null where that takes more than a few million
 * steps: the selections ask about very many different members.
 *
 * Rows that are alike in all members that any selection asks about are one class, which is looked at once. Selections that ask about the
 * same members are one shape: of all its selections, those that select a class are found by the values of the class.
 */
export function findChangedSets(uses: readonly SetUse[], rows: ChangedRows): ReadonlySet<string> | null {
  const found = new Set<string>();
  const open: SetUse[] = [];
  for (const use of uses)
    if (use.selection.keys === undefined) open.push(use);
    else if (selectsNamed(use.selection, rows)) found.add(use.figure);
  if (open.length === 0 || rows.size === 0) return found;
  const shapes = groupByShape(open);
  const classes = groupByClass(rows, [...new Set(shapes.flatMap(({ members }) => members))]);
  let left = MOST_STEPS - shapes.length * classes.length;
  for (const shape of shapes)
    for (const rowClass of classes) {
      if (left < 0) return null;
      left -= takeSelected(shape, rowClass, found);
    }
  return found;
}

/** Tests only the rows with the keys that a selection names. */
function selectsNamed(selection: Selection, rows: ChangedRows): boolean {
  const selects = openSelection(selection);
  return selection.keys!.some((key) => rows.get(key)?.some(selects) === true);
}

/** Selections that ask about the same members. `cells` has them by the values that they ask for. */
interface Shape {
  readonly members: readonly string[];
  readonly cells: Map<string, OpenUse[]>;
}

interface OpenUse {
  readonly figure: string;
  /** The selection without its exceptions. */
  readonly selects: (entry: SelectableEntry) => boolean;
  readonly except: ReadonlySet<string>;
}

function groupByShape(uses: readonly SetUse[]): Shape[] {
  const shapes = new Map<string, Shape>();
  for (const { figure, selection } of uses) {
    const { except, ...others } = selection;
    const { where = {}, rows } = others;
    const names = Object.keys(where).sort();
    const members = rows === undefined ? names : ['row', ...names];
    const name = members.join(' ');
    const shape = shapes.get(name) ?? { members, cells: new Map<string, OpenUse[]>() };
    shapes.set(name, shape);
    const values = names.map((member) => where[member]!);
    const use = { figure, selects: openSelection(others), except: new Set(except) };
    for (const type of rows ?? [null]) {
      const cell = nameCell(rows === undefined ? values : [type, ...values]);
      const same = shape.cells.get(cell);
      if (same === undefined) shape.cells.set(cell, [use]);
      else same.push(use);
    }
  }
  return [...shapes.values()];
}

/** Changed rows that are alike in the members asked about and in their period. */
interface RowClass {
  /** One of them. */
  readonly entry: SelectableEntry;
  readonly keys: string[];
}

function groupByClass(rows: ChangedRows, members: readonly string[]): RowClass[] {
  const classes = new Map<string, RowClass>();
  for (const [key, versions] of rows)
    for (const entry of versions) {
      if (entry.unit === '') continue;
      const { from, until, detail } = entry;
      const values = members.map((member) => valueOf(detail, member));
      const name = `${from} ${until} ${nameCell(values)}`;
      const known = classes.get(name);
      if (known === undefined) classes.set(name, { entry, keys: [key] });
      else known.keys.push(key);
    }
  return [...classes.values()];
}

/** Returns the value of a member as far as selections distinguish it: a text, null where it is absent, and false for any other value. */
function valueOf(detail: unknown, member: string): string | null | false {
  const value = memberOf(detail, member);
  if (value === undefined) return null;
  return typeof value === 'string' ? value : false;
}

function nameCell(values: readonly (string | null | false)[]): string {
  return JSON.stringify(values);
}

/**
 * Adds the figures whose selections select a row of a class, and forgets these selections: one row is enough. Returns how many selections
 * the values of the class led to.
 */
function takeSelected({ members, cells }: Shape, { entry, keys }: RowClass, found: Set<string>): number {
  const cell = nameCell(members.map((member) => valueOf(entry.detail, member)));
  const uses = cells.get(cell) ?? [];
  const left = uses.filter(({ figure, selects, except }) => {
    if (!selects(entry) || keys.every((key) => except.has(key))) return true;
    found.add(figure);
    return false;
  });
  if (left.length === 0) cells.delete(cell);
  else if (left.length < uses.length) cells.set(cell, left);
  return uses.length;
}
