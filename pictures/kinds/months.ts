import * as z from 'zod';
import type { Name, PicturedFigure, TimePicture } from './picture.ts';
import { sumValues } from './exact.ts';
import { methodOf } from './method-of.ts';
import { decimalCell, nameCell } from './tables.ts';

/** The most pictures of months that a page shows. */
const MOST = 4;
/** A month within a key, such as `2023-01`. */
const MONTH = /(?<=\/|^)\d{4}-(?:0[1-9]|1[0-2])(?=\/|$)/;

interface Monthly {
  readonly entry: PicturedFigure;
  readonly name: Name;
  readonly isAdded: boolean;
}

/** Returns what rows of a type are about, a member of their detail; null where they are not activities. */
type SubjectOf = (rowType: string) => string | null;

/**
 * Shows amounts by month: rows of one activity and one unit are added, as methods add them; a figure is shown as it is. There is one
 * picture for each activity or figure that has two months or more.
 */
export function showMonths(entries: readonly PicturedFigure[], subjectOf: SubjectOf): TimePicture[] {
  const monthly = entries.filter(isOfMonth).flatMap((entry) => readMonthly(entry, subjectOf));
  const groups = Map.groupBy(monthly, ({ entry, name }) => JSON.stringify([name, entry.unit]));
  return [...groups.values()]
    .flatMap((group) => showGroup(group))
    .sort((a, b) => b.series[0]!.points.length - a.series[0]!.points.length)
    .slice(0, MOST);
}

function readMonthly(entry: PicturedFigure, subjectOf: SubjectOf): Monthly[] {
  const activity = nameActivity(entry.detail, subjectOf);
  if (activity !== null) return [{ entry, name: activity, isAdded: true }];
  if (!MONTH.test(entry.key)) return [];
  const stem = entry.key
    .replace(MONTH, '')
    .replaceAll(/\/{2,}/g, '/')
    .replaceAll(/^\/|\/$/g, '');
  return [
    { entry, name: { is: 'figure', key: stem, method: methodOf(entry.detail, entry.key) }, isAdded: false },
  ];
}

/** Names an activity by its type and what it is about; null for other entries. Electricity of several places is added. */
function nameActivity(detail: unknown, subjectOf: SubjectOf): Name | null {
  const { data } = detailSchema.safeParse(detail);
  const subject = data === undefined ? null : subjectOf(data.row);
  if (data === undefined || subject === null) return null;
  const about = subject === 'geography' ? null : data[subject];
  return { is: 'activity', row: data.row, about: typeof about === 'string' ? about : null };
}

const detailSchema = z.looseObject({ row: z.string() });

function showGroup(group: readonly Monthly[]): TimePicture[] {
  const { name, isAdded, entry } = group[0]!;
  const months = [...Map.groupBy(group, (each) => each.entry.from)].sort(([a], [b]) => a - b);
  if (months.length < 2 || (!isAdded && months.length < group.length)) return [];
  const points = months.map(([from, parts]) => ({
    from,
    until: parts[0]!.entry.until,
    value: sumValues(parts.map(({ entry: own }) => own)),
  }));
  return [
    {
      form: 'time',
      kind: 'months',
      marks: 'columns',
      unit: entry.unit,
      about: [name],
      series: [{ name, points }],
      remarks: [],
      table: {
        columns: ['period', 'value'],
        rows: points.map(({ from, until, value }) => [
          nameCell({ is: 'month', from, until }),
          decimalCell(value),
        ]),
      },
      figures: group.map((each) => each.entry),
    },
  ];
}

/** Whether a period is one month of the calendar, in UTC. */
function isOfMonth({ from, until }: PicturedFigure): boolean {
  const start = new Date(1000 * from);
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth()];
  return Date.UTC(year, month) === 1000 * from && Date.UTC(year, month + 1) === 1000 * until;
}
