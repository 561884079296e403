import { parseWith } from '../../core/encoding/schema.ts';
import { BadInput } from '../../core/errors.ts';
import { areNamed, isSetOperand, type NamedOperand, readDerivation } from '../../core/records/derivation.ts';
import type { SetOperand } from '../../core/records/row-set.ts';
import { computationSchema, readStatedFigure, type StatedFigure } from './stated-figure.ts';

/** A figure, a row or a set of rows of a dataset, with the operands that it was computed from. */
export interface DerivationNode extends StatedFigure {
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
  const byKey = new Map(shown.map((entry) => [entry.key, entry]));
  const drawing: Drawing = { byKey, parts: new Map(), nodes: 0 };
  return readNode(figure, null, drawing, 0);
}

/** What a figure states, and its operands. */
interface FigureParts {
  readonly stated: StatedFigure;
  readonly operands: readonly (NamedOperand | SetOperand)[];
}

/** The state while a derivation is read: figures by key, what each states, which is read once, and the number of nodes so far. */
interface Drawing {
  readonly byKey: ReadonlyMap<string, ShownFigure>;
  readonly parts: Map<ShownFigure, FigureParts>;
  nodes: number;
}

function readNode(figure: ShownFigure, name: string | null, drawing: Drawing, depth: number): DerivationNode {
  const { key, unit } = figure;
  const { stated, operands } = drawing.parts.get(figure) ?? readParts(figure);
  drawing.parts.set(figure, { stated, operands });
  drawing.nodes += operands.length;
  if (depth > MAX_DEPTH || drawing.nodes > MAX_NODES) {
    const text = `the derivation is too large to draw: it has more than ${MAX_DEPTH} levels or ${MAX_NODES} operands`;
    throw new BadInput('wrong-type', text, key);
  }
  return {
    ...{ name, key, value: figure.value ?? '', unit, set: null, record: null },
    ...stated,
    cites: operands.length === 0 ? stated.cites : null,
    operands: operands.map((operand) => {
      if (isSetOperand(operand)) return setOf(operand);
      const below = (operand.record ?? null) === null ? drawing.byKey.get(operand.key) : undefined;
      return below === undefined ? leafOf(operand) : readNode(below, operand.name, drawing, depth + 1);
    }),
  };
}

/** Reads a figure that says how it was computed. @throws BadInput `wrong-type` and others, for one that does not */
function readParts({ key, detail }: ShownFigure): FigureParts {
  const { operands = null, members } = readDerivation(detail) ?? {};
  if (operands === null || !areNamed(operands))
    throw new BadInput(
      'wrong-type',
      `${key} does not say how it was computed: expected detail.derivation with formula, rounding, warnings`,
      key,
    );
  parseWith(computationSchema, members);
  return { stated: readStatedFigure(detail), operands };
}

const NO_DERIVATION = {
  formula: null,
  rounding: null,
  roundingDifference: null,
  warnings: [],
  exclusions: [],
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
