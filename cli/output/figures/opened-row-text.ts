import { describeDocument, readDocumentName } from '../../../core/records/document-name.ts';
import { readStatedValue } from '../../../jobs/explain/stated-value.ts';
import type { OpenedRow } from '../../../jobs/explain/open-row.ts';
import { formatCount, formatPeriod, plainText } from '../text-format.ts';
import { wrapLine } from '../wrap-text.ts';

/** Returns a row that was opened, as lines: what it holds, and what proves it. */
export function formatOpenedRow({ record, entry, operand, set, entries, document }: OpenedRow): string {
  const { key, value, unit, from, until, detail } = entry;
  const members = Object.entries(detail ?? {}).map(
    ([name, member]) =>
      `${plainText(name)} ${typeof member === 'string' ? plainText(member) : plainText(JSON.stringify(member))}`,
  );
  const isOperand = operand !== null && set === null;
  const name = `${isOperand ? `${plainText(operand)}, ` : ''}row ${plainText(key)}`;
  return [
    `${name} = ${value === null ? 'document' : `${value} ${plainText(unit)}`} in`,
    `  ${record}`,
    `  ${formatPeriod(from, until)}`,
    ...(members.length === 0 ? [] : [`  ${members.join(', ')}`]),
    ...describeValue(entry),
    ...describeSetProof(operand, set),
    entries === null
      ? '  – the root of its record is not known here: name a proof file or a server'
      : `  ✓ in its record: ${formatCount(entries.siblings.length, 'sibling')} lead to the root ${entries.root}`,
    ...describeNamed(entry, document),
  ]
    .map((line) => wrapLine(line, 4))
    .join('\n');
}

function describeNamed(entry: OpenedRow['entry'], document: OpenedRow['document']): string[] {
  const name = readDocumentName(entry);
  if (name === null) return [];
  if (document === null) return [`  – ${describeDocument(name)} is not here`];
  const { rows, columns } = document;
  return [`  ✓ the document is here, and its bytes have this hash: ${rows} rows, ${columns} columns`];
}

const STATED = {
  mean: 'the mean',
  median: 'the median',
  mode: 'the mode',
  other: 'neither mean, median nor mode',
} as const;

function describeValue(entry: OpenedRow['entry']): string[] {
  const states = readStatedValue(entry);
  return states === null ? [] : [`  its value is ${STATED[states]} of its distribution`];
}

function describeSetProof(operand: string | null, set: OpenedRow['set']): string[] {
  if (set !== null)
    return [
      `  ✓ one of ${formatCount(set.count, 'row')} of ${plainText(set.name)}: ${formatCount(set.siblings.length, 'sibling')} lead to the root ${set.root}`,
    ];
  return operand === null
    ? ['  ! selected by several sets, and its entry alone does not say which of them holds it']
    : [];
}
