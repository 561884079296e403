import type { MemberChange } from '../../../engine/datasets/diff.ts';
import type {
  DocumentChange,
  FigureChange,
  OperandChange,
  OperandPlace,
  ResultComparison,
  SetPlace,
} from '../../../engine/compare/compare.ts';
import { alignValues } from './figures-table.ts';
import { describeSet } from '../set-text.ts';
import { formatTable, plainText } from '../text-format.ts';
import { showInterval } from './uncertainty-text.ts';
import { COLUMNS, listKeys, wrapLine } from '../wrap-text.ts';

/** The most characters of a value that are shown. */
const MOST_SHOWN = 60;

/** Returns the differences between two results: one row per figure, and below it the causes. */
export function formatComparison(comparison: ResultComparison): string {
  const { run, added, removed, changed, unchanged, notShown } = comparison;
  const lines: Line[] = [
    ...changed.map((change) => lineOfChange(change)),
    ...removed.map(({ key, value, unit }) => ({ ...NOTHING, mark: '-', key, before: value ?? '', unit })),
    ...added.map(({ key, value, unit }) => ({ ...NOTHING, mark: '+', key, after: value ?? '', unit })),
  ];
  const counts = `${changed.length} changed, ${added.length} added, ${removed.length} removed, ${unchanged} the same`;
  return [
    ...formatLines(lines),
    ...(run ?? []).map((change) => wrapLine(`run: ${describeMember(change)}`, 5)),
    ...(run === null ? ['the runs are not compared: one of them is not shown'] : []),
    ...(notShown.length === 0
      ? []
      : [
          wrapLine(`not compared, because only one side shows them: ${listKeys(notShown.map(plainText))}`, 2),
        ]),
    counts,
  ].join('\n');
}

interface Line {
  readonly mark: string;
  readonly key: string;
  readonly before: string;
  readonly after: string;
  readonly difference: string;
  readonly percent: string;
  readonly unit: string;
  /** Shown below the row. */
  readonly causes: readonly string[];
}

const NOTHING = { before: '', after: '', difference: '', percent: '', causes: [] };

function lineOfChange(change: FigureChange): Line {
  const { key, before, after, absolute, percent, operands, documents, others } = change;
  const unit = before.unit === after.unit ? before.unit : `${before.unit} → ${after.unit}`;
  const warnings = others.find(({ member }) => member === 'detail.derivation.warnings');
  const causes = [
    ...operands.map(describeOperand),
    ...documents.map(describeDocument),
    ...others.filter((other) => other !== warnings).map(describeMember),
  ];
  return {
    mark: '~',
    key,
    before: before.value ?? '',
    after: after.value ?? '',
    difference: sign(absolute),
    percent: sign(percent),
    unit,
    causes: causes.length === 0 && warnings !== undefined ? ['its warnings differ'] : causes,
  };
}

function formatLines(lines: readonly Line[]): string[] {
  if (lines.length === 0) return [];
  const column = (title: string, pick: (line: Line) => string): string[] => {
    const cells = alignValues(lines.map(pick));
    const width = Math.max(title.length, ...cells.map(({ length }) => length));
    return [title, ...cells].map((cell) => cell.padStart(width));
  };
  const columns = [
    ['', ...lines.map(({ mark, key }) => `${mark} ${plainText(key)}`)],
    column('before', ({ before }) => before),
    column('after', ({ after }) => after),
    column('difference', ({ difference }) => difference),
    column('%', ({ percent }) => percent),
    ['unit', ...lines.map(({ unit }) => plainText(unit))],
  ];
  const rows = columns[0]!.map((_, row) => columns.map((cells) => cells[row]!));
  const [head, ...table] = formatTable(rows).split('\n');
  if ([head!, ...table].some((row) => row.trimEnd().length > COLUMNS)) return lines.flatMap(formatBlock);
  return [head!, ...table.flatMap((row, index) => [row, ...lines[index]!.causes.map(indent)])].map((line) =>
    line.trimEnd(),
  );
}

/** Returns a figure whose table would be wider than a terminal: each value on a line of its own. */
function formatBlock({ mark, key, before, after, difference, percent, unit, causes }: Line): string[] {
  const [old = '', fresh = '', change = ''] = alignValues([before, after, difference]);
  const share = percent === '' ? '' : ` (${percent} %)`;
  const values = [
    ['before', old],
    ['after', fresh],
    ['difference', `${change}${share}`],
    ['unit', plainText(unit)],
  ] as const;
  const shown = values.filter(([, value]) => value.trim() !== '');
  return [
    wrapLine(`${mark} ${plainText(key)}`, 2),
    ...shown.map(([label, value]) => wrapLine(`    ${label.padEnd(12)}${value}`, 16)),
    ...causes.map(indent),
  ];
}

function indent(text: string): string {
  return wrapLine(`    ${text}`, 6);
}

function describeOperand({ name, before, after }: OperandChange): string {
  const own = plainText(name);
  if (before === null) return `${own} = ${describePlace(after!)}, new`;
  if (after === null) return `${own} = ${describePlace(before)}, gone`;
  if (isSet(before) || isSet(after)) return `${own} = ${describePlace(before)} → ${describePlace(after)}`;
  const key = before.key === after.key ? after.key : `${before.key} → ${after.key}`;
  const old = before.unit === after.unit ? before.value : `${before.value} ${before.unit}`;
  return `${own} = ${plainText(`${old} → ${after.value} ${after.unit}  ${key}`)}${describeRecord(after)}`;
}

function isSet(place: OperandPlace | SetPlace): place is SetPlace {
  return 'selection' in place;
}

function describePlace(place: OperandPlace | SetPlace): string {
  if (isSet(place)) return `${describeSet(place)}${describeRecord(place)}`;
  const { key, value, unit } = place;
  return `${plainText(`${value} ${unit}  ${key}`)}${describeRecord(place)}`;
}

function describeDocument({ key, before, after }: DocumentChange): string {
  const file = (place: DocumentChange['before']): string =>
    place?.sha256 == null ? '' : ` ${plainText(place.sha256).slice(0, 12)}…`;
  const own = `document ${plainText(key)}`;
  if (before === null) return `${own}${file(after)}, new`;
  return after === null ? `${own}${file(before)}, gone` : `${own}${file(before)} →${file(after)}`;
}

function describeRecord({ record }: OperandPlace | SetPlace): string {
  return record === null ? '' : ` in ${record.slice(0, 12)}…`;
}

function describeMember({ member, before, after }: MemberChange): string {
  if (member === 'detail.uncertainty') return `interval ${showInterval(before)} → ${showInterval(after)}`;
  return `${plainText(member.replace(/^detail\.(derivation\.)?/, ''))} ${show(before)} → ${show(after)}`;
}

/** Returns a value for people; a row is shown by its key. */
function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(show).join(', ');
  if (value === null) return 'none';
  if (typeof value === 'object')
    return 'key' in value
      ? show(value.key)
      : Object.entries(value)
          .map(([name, member]) => `${plainText(name)} ${show(member)}`)
          .join(', ');
  const text = plainText(value);
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;
}

function sign(amount: string | null): string {
  if (amount === null) return '';
  return amount.startsWith('-') || amount === '0' ? amount : `+${amount}`;
}
