/** A part of a text of a picture: what is drawn, and the whole where it was shortened. */
export interface Line {
  readonly text: string;
  readonly whole?: string;
}

/** The numbers behind a picture, as a table. The first `named` columns name the row. */
export interface DataTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly named: number;
  readonly rows: readonly (readonly string[])[];
}

/** A picture that was laid out, without the frame that says where its figures are from. */
export interface Drawing {
  readonly title: string;
  /** What it shows, in one sentence or two: for those who do not see it, too. */
  readonly summary: string;
  /** In pixels, below the title; the width is `WIDTH`. */
  readonly height: number;
  /** SVG elements, whose origin is the upper left corner. All text in them is escaped. */
  readonly shapes: string;
  readonly table: DataTable;
  /** What is left out or gathered, and what else a reader must know. */
  readonly remarks: readonly string[];
  /** The figures that it shows: what it is about follows from them. */
  readonly figures: readonly PicturedFigure[];
}

/** A figure of a result, which may come from anyone. */
export interface PicturedFigure {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  readonly detail: unknown;
}

/** A result to draw: its figures, the detail of its entry `run` (§10), and the id of its record. Null where they are not known. */
export interface PicturedResult {
  readonly figures: readonly PicturedFigure[];
  readonly run: unknown;
  readonly record: string | null;
}

/** The width of all pictures, in pixels. */
export const WIDTH = 960;
/** The room at the left and right edge. */
export const MARGIN = 24;
