import * as z from 'zod';
import { BadInput } from '../../core/errors.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import {
  areNamed,
  type Citation,
  isSetOperand,
  type NamedOperand,
  readCitation,
  readDerivation,
} from '../../core/records/derivation.ts';
import { type FigureDocument, listFigureDocuments } from '../../core/records/figure-documents.ts';
import type { SetOperand } from '../../core/records/row-set.ts';
import { readUncertainty, type ShownUncertainty } from '../../engine/uncertainty/read-note.ts';
import { describeSelection } from './set-text.ts';
import { formatCount, plainText } from './text-format.ts';
import { listUncertainty } from './uncertainty-text.ts';
import { wrapLine } from './wrap-text.ts';

const membersSchema = z.object({
  formula: z.string(),
  rounding: z.union([
    z.object({ mode: z.string(), decimals: z.number() }),
    z.object({ mode: z.string(), digits: z.number() }),
  ]),
  roundingDifference: z.string().optional(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
});

/** A figure, a row or a set of rows of a dataset, with the operands that it was computed from. */
export interface DerivationNode {
  readonly name: string | null;
  /** Null for a set. */
  readonly key: string | null;
  /** Of a set the sum of its rows; null where they are not added. */
  readonly value: string | null;
  readonly unit: string;
  /** What selects the rows of a set, how many they are, and the root of their tree; null for a figure or row. */
  readonly set: Pick<SetOperand, 'selection' | 'count' | 'root'> | null;
  /** The record of a row or set; null for a figure. */
  readonly record: string | null;
  readonly formula: string | null;
  readonly rounding: z.output<typeof membersSchema>['rounding'] | null;
  /** The figure as it is shown minus what its formula gives with its parts as they are shown; null where that is zero. */
  readonly roundingDifference: string | null;
  readonly warnings: readonly string[];
  /** How sure the figure is, where it says so. */
  readonly uncertainty: ShownUncertainty | null;
  /** The figure of a result that this one repeats; null if it is computed here. */
  readonly cites: Citation | null;
  /** The documents of a figure: what decided its factors, and matrices that it was computed from. */
  readonly documents: readonly FigureDocument[];
  readonly operands: readonly DerivationNode[];
}

/** A figure of a result or disclosure. */
export interface ShownFigure {
  readonly key: string;
  readonly value: string | null;
  readonly unit: string;
  readonly detail: unknown;
}

/** The most levels of figures within one run, and the most lines of a derivation. */
const MAX_DEPTH = 128;
const MAX_NODES = 1_000_000;

/**
 * Returns how a figure was computed: its operands, and in turn the operands of those that are figures of the same run.
 * @throws BadInput `wrong-type` if the figure states no derivation, or one that is too large to draw
 */
export function traceDerivation(figure: ShownFigure, shown: readonly ShownFigure[]): DerivationNode {
  const drawing = { byKey: new Map(shown.map((entry) => [entry.key, entry])), nodes: 0 };
  return readNode(figure, null, drawing, 0);
}

/** The state while a derivation is read: figures by key, and the number of nodes so far. */
interface Drawing {
  readonly byKey: ReadonlyMap<string, ShownFigure>;
  nodes: number;
}

function readNode(figure: ShownFigure, name: string | null, drawing: Drawing, depth: number): DerivationNode {
  const { formula, rounding, roundingDifference = null, warnings, operands } = readParts(figure);
  drawing.nodes += operands.length;
  if (depth > MAX_DEPTH || drawing.nodes > MAX_NODES) {
    const text = `the derivation is too large to draw: it has more than ${MAX_DEPTH} levels or ${MAX_NODES} operands`;
    throw new BadInput('wrong-type', text, figure.key);
  }
  return {
    name,
    key: figure.key,
    value: figure.value ?? '',
    unit: figure.unit,
    set: null,
    record: null,
    formula,
    rounding,
    roundingDifference,
    warnings: warnings.map(({ message }) => message),
    uncertainty: readUncertainty(figure.detail),
    cites: operands.length === 0 ? readCitation(figure.detail) : null,
    documents: listFigureDocuments(figure.detail),
    operands: operands.map((operand) => {
      if (isSetOperand(operand)) return setOf(operand);
      const below = (operand.record ?? null) === null ? drawing.byKey.get(operand.key) : undefined;
      return below === undefined ? leafOf(operand) : readNode(below, operand.name, drawing, depth + 1);
    }),
  };
}

interface DerivationParts extends z.output<typeof membersSchema> {
  readonly operands: readonly (NamedOperand | SetOperand)[];
}

function readParts({ key, detail }: ShownFigure): DerivationParts {
  const { operands = null, members } = readDerivation(detail) ?? {};
  if (operands === null || !areNamed(operands))
    throw new BadInput(
      'wrong-type',
      `${key} does not say how it was computed: expected detail.derivation with formula, rounding, warnings`,
      key,
    );
  return { ...parseWith(membersSchema, members), operands };
}

const NO_DERIVATION = {
  formula: null,
  rounding: null,
  roundingDifference: null,
  warnings: [],
  uncertainty: null,
  cites: null,
  documents: [],
  operands: [],
};

function leafOf({ name, key, value, unit, record }: NamedOperand): DerivationNode {
  return { name, key, value, unit, set: null, record: record ?? null, ...NO_DERIVATION };
}

function setOf({ name, record, selection, count, sum, unit, root }: SetOperand): DerivationNode {
  return { name, key: null, value: sum, unit, set: { selection, count, root }, record, ...NO_DERIVATION };
}

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
  const { formula, rounding, roundingDifference, set, warnings, cites, documents, operands } = node;
  const notes = formula === null ? [] : [`= ${plainText(formula)}`];
  if (rounding !== null) notes.push(describeRounding(rounding));
  if (roundingDifference !== null)
    notes.push(
      `differs from what its parts as shown give by ${plainText(roundingDifference)}, from rounding`,
    );
  notes.push(...warnings.map((message) => `! ${plainText(message)}`));
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
