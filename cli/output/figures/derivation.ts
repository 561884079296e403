import type { FigureDocument } from '../../../core/records/figure-documents.ts';
import type { DerivationNode } from '../../../jobs/explain/trace-derivation.ts';
import { describeSelection } from '../set-text.ts';
import { formatCount, plainText } from '../text-format.ts';
import { listUncertainty } from './uncertainty-text.ts';
import { wrapLine } from '../wrap-text.ts';

/** Returns a derivation as a tree of lines, of at most 80 columns where the tree is not deep. */
export function formatDerivation(node: DerivationNode): string {
  const { uncertainty, unit } = node;
  const unsure = uncertainty === null ? [] : listUncertainty(uncertainty, unit);
  return [
    wrapLine(headOf(node), 2),
    ...unsure.map((line) => wrapLine(`  ${line}`, 4)),
    ...linesBelow(node, ''),
  ].join('\n');
}

function linesBelow(node: DerivationNode, indent: string): string[] {
  const { formula, rounding, roundingDifference, set, cites, documents, operands } = node;
  const notes = formula === null ? [] : [`= ${plainText(formula)}`];
  if (rounding !== null) notes.push(describeRounding(rounding));
  if (roundingDifference !== null)
    notes.push(
      `differs from what its parts as shown give by ${plainText(roundingDifference)}, from rounding`,
    );
  notes.push(...node.warnings.map((message) => `! ${plainText(message)}`));
  notes.push(
    ...node.exclusions.map(({ what, reason }) => `! leaves out ${plainText(what)}: ${plainText(reason)}`),
  );
  if (cites !== null)
    notes.push(
      `repeats ${plainText(cites.key)} of the result ${cites.result}`,
      'The rows it was computed from are not here: ask its party for a re-performable proof file.',
    );
  notes.push(...documents.map(describeDocument));
  if (set !== null) notes.push(describeSelection(set.selection), `root ${set.root}`);
  const lines = notes.map((note) => wrapBelow(`${indent}  `, note, indent));
  operands.forEach((operand, index) => {
    const last = index === operands.length - 1;
    const below = `${indent}${last ? '   ' : '│  '}`;
    lines.push(wrapBelow(`${indent}${last ? '└─ ' : '├─ '}`, headOf(operand), below));
    lines.push(...linesBelow(operand, below));
  });
  return lines;
}

function describeDocument({ record, key, sha256 }: FigureDocument): string {
  const file = sha256 === null ? '' : `, SHA-256 ${plainText(sha256)}`;
  return `document ${plainText(key)} in ${record.slice(0, 12)}…${file}`;
}

function describeRounding(rounding: NonNullable<DerivationNode['rounding']>): string {
  const { mode } = rounding;
  const to = 'digits' in rounding ? `${rounding.digits} digits` : `${rounding.decimals} decimals`;
  return `rounded ${plainText(mode)} to ${to}`;
}

/** The widest indent beside which a line is still wrapped; deeper in the tree nothing would fit. */
const MAX_INDENT = 40;

function wrapBelow(start: string, text: string, below: string): string {
  return start.length > MAX_INDENT ? `${start}${text}` : wrapLine(`${start}${text}`, start.length + 2, below);
}

function headOf({ name, key, value, unit, set, record }: DerivationNode): string {
  const what = set === null ? plainText(key) : formatCount(set.count, 'row');
  const from = record === null ? what : `${what} in ${record.slice(0, 12)}…`;
  const quantity = value === null ? '' : `${plainText(value)} ${plainText(unit)}  `;
  return `${name === null ? '' : `${plainText(name)} = `}${quantity}${from}`;
}
