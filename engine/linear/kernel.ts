import type { PackedRows } from './coefficients.ts';

/** A block of numbers in a workspace: where it begins, and how far its rows are apart. */
export interface Block {
  readonly at: number;
  readonly stride: number;
}

/** C has `rows` × `columns` cells, and each of them is changed by `depth` products. */
export interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

/**
 * How many columns lie together: a panel of n rows is stored as strips of n × 8 numbers, row by row; the last is filled up with zeros. One
 * column alone is a strip of n × 1.
 */
export const LANES = 8;

/** Returns the number of strips that hold so many columns. */
export function stripsOf(columns: number): number {
  return (columns + LANES - 1 - ((columns + LANES - 1) % LANES)) / LANES;
}

/** Where the strips of a panel of n rows begin in a workspace, one after the other. */
export interface Strips {
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
  readonly count: number;
  /** 8, or 1 for one column. */
  readonly lanes: number;
}

/**
 * The places that an accurate product needs, each with strips of one size: the factor x, its upper and lower halves, and for each
 * result the sum so far, what it lost, and the sum of sizes.
 */
export interface AccurateStrips {
  readonly x: Strips;
  readonly high: Strips;
  readonly low: Strips;
  readonly sum: Strips;
  readonly lost: Strips;
  readonly size: Strips;
}

/**
 * Numbers and the loops over them that take nearly all of the time. Each result is one chain of operations in a declared order, each
 * rounded by itself to float64 (IEEE 754, to nearest, ties to even), so every implementation gives the same bits. Lanes and blocks
 * run over different results and never change the order in one.
 */
export interface Workspace {
  /** All numbers; the places below are indices into it. */
  readonly cells: Float64Array;
  /** c[i, j] ← ((c[i, j] − a[i, 0] b[0, j]) − a[i, 1] b[1, j]) − … */
  subtractProduct(c: Block, a: Block, b: Block, shape: Shape): void;
  /** Writes rows `from` to `from + rows.count` of a · x: ((0 + a₀ x₀) + a₁ x₁) + …, over the stated coefficients in order. */
  multiplyRows(rows: PackedRows, from: number, x: Strips, to: Strips): void;
  /**
   * Continues `sum`, `lost` and `size` by the products of these rows, in order: p = a x with its exact error e (Dekker's TwoProduct),
   * s + p with its exact error q (Knuth's TwoSum); lost ← lost + (e + q), size ← size + |p|. This is Dot2 of T. Ogita, S. M. Rump
   * and S. Oishi, Accurate sum and dot product (2005).
   */
  accumulateRows(rows: PackedRows, from: number, strips: AccurateStrips): void;
  /** Returns the inner products of two strips that begin at these places, one for each lane: ((0 + a₀ b₀) + a₁ b₁) + …, row by row. */
  dotStrip(a: number, b: number, rows: number, lanes: number): Float64Array;
  /** Subtracts multiples of the columns of a strip from another, one factor for each lane: cell ← cell − factor × cell. */
  subtractStrip(to: number, from: number, factors: Float64Array, rows: number): void;
}

/** What opens workspaces. */
export interface Kernel {
  readonly name: 'plain' | 'wasm';
  /** Returns a workspace of so many numbers, all zero, for blocks of rows with at most so many coefficients. */
  open(length: number, entries: number): Workspace;
}

/** The most products that `subtractProduct` subtracts from one cell in one call. What it reads stays in the processor's caches. */
export const DEEPEST = 128;

/** Dekker's and Veltkamp's factor 2^27 + 1: the upper half of a number has 26 bits. */
export const SPLITTER = 134_217_729;
