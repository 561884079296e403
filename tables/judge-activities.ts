import type { UnsaltedEntry } from '../core/records/entry.ts';
import { type Caution, judgeTable } from '../engine/rows/checks/judge-table.ts';
import type { InputEntry } from '../engine/rows/input.ts';
import type { TableProblems } from './cells/table-problem.ts';
import { DatasetRefused } from './cells/table-problem.ts';
import type { Finding } from './layout/finding.ts';
import type { NamesFound } from './watched-names.ts';
import { isSummed, sumTable, type TableTotal } from './table-totals.ts';

/** Activities that are held until the end, to be added up and judged. */
const MOST_JUDGED = 200_000;
/** Cautions that rows which were refused cannot cause. */
const OF_ROWS_READ: readonly Caution['code'][] = ['overlapping-periods', 'likely-double'];

/** What speaks against a table besides its problems. */
export interface Doubts {
  /** What does not agree in it. */
  readonly findings: readonly Finding[];
  /** What a run would say of the rows without a problem. */
  readonly cautions: readonly Caution[];
  /** Names that are one, or may be. */
  readonly names: NamesFound;
}

/** A table with problems, and what else speaks against it: all of it can be corrected in one go. */
export class TableRefused extends DatasetRefused {
  override readonly details: TableProblems & Doubts;

  constructor(file: string, found: TableProblems, doubts: Doubts) {
    super(file, found.problems, found.total, found.groups);
    this.details = { ...found, ...doubts };
  }
}

/** Holds the activities of a table while it is read, and judges them at its end. */
export class JudgedActivities {
  readonly #held: UnsaltedEntry[] = [];

  add(entries: readonly UnsaltedEntry[]): void {
    if (!this.isJudged) return;
    for (const entry of entries) if (isSummed(entry)) this.#held.push(entry);
  }

  /** Whether all activities are held. */
  get isJudged(): boolean {
    return this.#held.length <= MOST_JUDGED;
  }

  get totals(): readonly TableTotal[] {
    return this.isJudged ? sumTable(this.#held) : [];
  }

  /** Returns what a run would say of the activities, `earlier` being those of the year before. */
  judge(earlier: readonly InputEntry[] | undefined): readonly Caution[] {
    return this.isJudged ? judgeTable(this.#held, earlier) : [];
  }

  /** Returns what of it counts although other rows have problems. */
  judgeSome(): readonly Caution[] {
    return this.judge([]).filter(({ code }) => OF_ROWS_READ.includes(code));
  }
}
