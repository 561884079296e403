/** A matrix whose rows and columns have names. All names of rows are different, and all names of columns. */
interface Labelled {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

/** A matrix with each of its values, row by row: that of row i and column j is at i · columns + j. */
export interface DenseMatrix extends Labelled {
  readonly form: 'dense';
  readonly values: Float64Array;
}

/** A matrix with the values that its document states, each with the indices of its row and column; all others are zero. No place is there twice. */
export interface SparseMatrix extends Labelled {
  readonly form: 'sparse';
  readonly rowAt: Uint32Array;
  readonly columnAt: Uint32Array;
  readonly values: Float64Array;
}

export type Matrix = DenseMatrix | SparseMatrix;

/** The most values of a matrix: 1 GiB of them. */
export const MOST_VALUES = 1 << 27;
/** The most rows, and the most columns. */
export const MOST_LABELS = 1 << 22;
const LONGEST_LABEL = 512;

/** Returns what is wrong with the names of rows or columns; null if nothing is. */
export function findLabelFault(what: 'row' | 'column', labels: readonly string[]): string | null {
  if (labels.length === 0) return `it has no ${what}`;
  if (labels.length > MOST_LABELS) return `it has ${labels.length} ${what}s, expected at most ${MOST_LABELS}`;
  const seen = new Set<string>();
  for (const [index, label] of labels.entries()) {
    const name = `${what} ${index + 1}`;
    if (label === '' || label.length > LONGEST_LABEL)
      return `${name} has a name of ${label.length} characters, expected 1 to ${LONGEST_LABEL}`;
    if (seen.has(label)) return `${name} has the name "${label}", which an earlier ${what} has`;
    seen.add(label);
  }
  return null;
}
