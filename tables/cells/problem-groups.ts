/** Where a problem is. Rows are counted as a spreadsheet does, from 1. */
export interface ProblemPlace {
  readonly row: number | null;
  /** The sheet of the row, where several are read as one table. */
  readonly sheet?: string;
  readonly key: string | null;
}

/** One thing that is wrong, with its place. */
export interface PlacedProblem<Code extends string> extends ProblemPlace {
  readonly code: Code;
  readonly column: string | null;
  readonly message: string;
  /** What is in the cell, as text, or a member that the row type does not have; absent where neither is at fault. */
  readonly value?: string;
  /** Names that are most like the one at fault, the best first; absent where there are none. */
  readonly offered?: readonly string[];
}

/** Problems that one correction solves: those with one message. */
export interface ProblemKind {
  /** The first columns; several only where the header is at fault. */
  readonly columns: readonly string[];
  readonly message: string;
  /** What is in all of the cells; absent where they differ, or no value is at fault. */
  readonly value?: string;
  /** Names that are most like the one at fault, the best first; absent where there are none. */
  readonly offered?: readonly string[];
  readonly count: number;
  /** The first places. */
  readonly places: readonly ProblemPlace[];
  /** The first and the last row, where all rows between them have it; else null. */
  readonly range: readonly [first: number, last: number] | null;
}

/** Problems of one cause: one code in one column, or in the header. */
export interface ProblemGroup<Code extends string> {
  readonly code: Code;
  /** Null where the header, or no column, is at fault. */
  readonly column: string | null;
  readonly count: number;
  /** The first kinds. */
  readonly kinds: readonly ProblemKind[];
  /** How many kinds the group has, with those that are not listed. */
  readonly kindCount: number;
}

/** The code of what is wrong with a header: one correction of it may be about several columns. */
const OF_HEADER = 'columns';
const MOST_GROUPS = 200;
const MOST_KINDS = 100;
const MOST_COLUMNS = 50;
const MOST_PLACES = 10;

interface OpenKind<Code extends string> {
  readonly first: PlacedProblem<Code>;
  readonly columns: Set<string>;
  readonly places: ProblemPlace[];
  value: string | undefined;
  count: number;
  last: ProblemPlace;
  /** Whether all rows so far follow each other in one sheet. */
  isUnbroken: boolean;
}

interface OpenGroup<Code extends string> {
  readonly code: Code;
  readonly column: string | null;
  readonly kinds: Map<string, OpenKind<Code>>;
  /** Messages of kinds that are not listed. */
  readonly others: Set<string>;
  count: number;
}

/** Groups problems by their cause while they are found: all of them count, however many there are. */
export class ProblemGroups<Code extends string> {
  readonly #groups = new Map<string, OpenGroup<Code>>();

  add(problem: PlacedProblem<Code>): void {
    const { code, message } = problem;
    const column = code === OF_HEADER ? null : problem.column;
    const name = `${code} ${column ?? ''}`;
    let group = this.#groups.get(name);
    if (group === undefined) {
      if (this.#groups.size === MOST_GROUPS) return;
      this.#groups.set(name, (group = { code, column, kinds: new Map(), others: new Set(), count: 0 }));
    }
    group.count++;
    const kind = group.kinds.get(message);
    if (kind !== undefined) extend(kind, problem);
    else if (group.kinds.size < MOST_KINDS) group.kinds.set(message, open(problem));
    else if (group.others.size < MOST_OTHERS) group.others.add(message);
  }

  /** Returns the groups so far, in the order of their first problems. */
  list(): readonly ProblemGroup<Code>[] {
    return [...this.#groups.values()].map(({ code, column, count, kinds, others }) => ({
      ...{ code, column, count, kindCount: kinds.size + others.size },
      kinds: [...kinds.values()].map((kind) => describe(kind)),
    }));
  }
}

/** So many further kinds are counted. */
const MOST_OTHERS = 10_000;

/** Returns problems grouped by their cause. */
export function groupProblems<Code extends string>(
  problems: readonly PlacedProblem<Code>[],
): readonly ProblemGroup<Code>[] {
  const groups = new ProblemGroups<Code>();
  for (const problem of problems) groups.add(problem);
  return groups.list();
}

function open<Code extends string>(problem: PlacedProblem<Code>): OpenKind<Code> {
  const place = placeOf(problem);
  return {
    ...{
      first: problem,
      columns: new Set(problem.column === null ? [] : [problem.column]),
      places: [place],
      value: problem.value,
      count: 1,
    },
    ...{ last: place, isUnbroken: problem.row !== null },
  };
}

function extend<Code extends string>(kind: OpenKind<Code>, problem: PlacedProblem<Code>): void {
  const { last } = kind;
  const steps =
    problem.row === null || last.row === null || problem.sheet !== last.sheet ? null : problem.row - last.row;
  kind.count++;
  kind.isUnbroken &&= steps === 0 || steps === 1;
  if (kind.value !== problem.value) kind.value = undefined;
  kind.last = problem;
  if (problem.column !== null && kind.columns.size < MOST_COLUMNS) kind.columns.add(problem.column);
  if (kind.places.length < MOST_PLACES && steps !== 0) kind.places.push(placeOf(problem));
}

function placeOf({ row, sheet, key }: ProblemPlace): ProblemPlace {
  return { row, ...(sheet === undefined ? {} : { sheet }), key };
}

function describe<Code extends string>(kind: OpenKind<Code>): ProblemKind {
  const { first, columns, places, value, count, last, isUnbroken } = kind;
  const { message, offered } = first;
  return {
    ...{ columns: [...columns], message, count, places },
    ...(value === undefined ? {} : { value }),
    ...(offered === undefined ? {} : { offered }),
    range: isUnbroken && last.row! > first.row! ? [first.row!, last.row!] : null,
  };
}
