import type { UnsaltedEntry } from '../core/records/entry.ts';
import { type Caution, judgeTable } from '../engine/rows/checks/judge-table.ts';
import type { InputEntry } from '../engine/rows/input.ts';
import { foldName } from '../engine/rows/spelling.ts';
import type { TableProblems } from './cells/table-problem.ts';
import { DatasetRefused } from './cells/table-problem.ts';
import { type Finding, Findings } from './layout/finding.ts';
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

  /** Returns the meters that have two amounts for one period, and one for most others: a month that is there twice. */
  findTwice(): readonly Finding[] {
    const findings = new Findings();
    if (!this.isJudged) return [];
    const metered = this.#held.filter(({ detail }) => typeof detail?.['meter'] === 'string');
    for (const own of Map.groupBy(metered, meterOf).values()) {
      const periods = Map.groupBy(own, ({ from, until }) => `${from} ${until}`);
      const twice = [...periods.values()].filter((rows) => rows.length > 1);
      if (twice.length * 2 > periods.size) continue;
      for (const rows of twice) findings.add('amounts-of-one-time', null, describe(rows), rows.length - 1);
    }
    return findings.list();
  }
}

function meterOf({ detail, unit }: UnsaltedEntry): string {
  const names = ['row', 'entity', 'facility', 'meter'].map((member) =>
    foldName(String(detail?.[member] ?? '')),
  );
  return JSON.stringify([...names, unit]);
}

function describe(rows: readonly UnsaltedEntry[]): string {
  const [{ detail, from, unit }] = rows as [UnsaltedEntry];
  const values = rows.map(({ key, value }) => `${key} ${value}`).join(', ');
  return `${String(detail?.['meter'])}, ${new Date(from * 1000).toISOString().slice(0, 10)}: ${values} ${unit}`;
}
