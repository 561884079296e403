import type { MemberChange } from '../../engine/datasets/diff.ts';
import type { FigureChange, OperandChange, OperandPlace, ResultComparison } from '../../engine/compare.ts';
import { alignValues } from './figures-table.ts';
import { formatTable, plainText } from './text-format.ts';

/** Longer values are told by their first characters. */
const MOST_SHOWN = 60;

/** Returns what lies between two results as an accountant reads it: a line a figure, and under each what it comes from. */
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
    ...(run ?? []).map((change) => `run: ${describeMember(change)}`),
    ...(run === null ? ['the runs are not compared: one is not shown'] : []),
    ...(notShown.length === 0 ? [] : [`not compared, as one side does not show it: ${notShown.join(', ')}`]),
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
  /** Under the line. */
  readonly causes: readonly string[];
}

const NOTHING = { before: '', after: '', difference: '', percent: '', causes: [] };

function lineOfChange({ key, before, after, absolute, percent, operands, others }: FigureChange): Line {
  const unit = before.unit === after.unit ? before.unit : `${before.unit} → ${after.unit}`;
  const warnings = others.find(({ member }) => member === 'detail.derivation.warnings');
  const causes = [
    ...operands.map(describeOperand),
    ...others.filter((change) => change !== warnings).map(describeMember),
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
  return [head!, ...table.flatMap((row, index) => [row, ...lines[index]!.causes.map(indent)])].map((line) =>
    line.trimEnd(),
  );
}

function indent(text: string): string {
  return `    ${text}`;
}

function describeOperand({ name, before, after }: OperandChange): string {
  const own = plainText(name);
  if (before === null) return `${own} = ${describePlace(after!)}, new`;
  if (after === null) return `${own} = ${describePlace(before)}, gone`;
  const key = before.key === after.key ? after.key : `${before.key} → ${after.key}`;
  const old = before.unit === after.unit ? before.value : `${before.value} ${before.unit}`;
  return `${own} = ${plainText(`${old} → ${after.value} ${after.unit}  ${key}`)}${describeRecord(after)}`;
}

function describePlace(place: OperandPlace): string {
  const { key, value, unit } = place;
  return `${plainText(`${value} ${unit}  ${key}`)}${describeRecord(place)}`;
}

function describeRecord({ record }: OperandPlace): string {
  return record === null ? '' : ` in ${record.slice(0, 12)}…`;
}

function describeMember({ member, before, after }: MemberChange): string {
  return `${plainText(member.replace(/^detail\.(derivation\.)?/, ''))} ${show(before)} → ${show(after)}`;
}

/** Rows are told by their keys. */
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
