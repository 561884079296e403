import * as z from 'zod';
import type { Draft } from '../../../../jobs/register/draft.ts';
import type { Mapping } from '../../../../tables/column-plan.ts';
import type { Correction } from '../../../../tables/corrected-cells.ts';
import { placeOf } from '../../../../tables/row-place.ts';
import { DATASET_ROWS, type DatasetName } from '../../../../client/generated/row-types.ts';
import type { WorkKind } from '../../../work/kept-work.ts';
import { writeCell } from '../../../components/list/csv.ts';
import { NO_WORDS, type RecordWords, recordWordsSchema } from '../shared/record-words.ts';
import { mappingSchema } from '../../../../jobs/import/mapping-schema.ts';
import type { EarlierTable } from '../../../../jobs/import/table-mapping.ts';
import { type PlantSketch, plantSketchSchema } from '../../../../jobs/import/plant-streams.ts';
import { type ProductSketch, productSketchSchema } from '../../../../jobs/import/product-processes.ts';
import type { ImportAnswer, Inspected } from '../../../../jobs/import/table-request.ts';

/** How the cells of a table are written. */
export interface TableStyle {
  /** `found` where the page looks how they are. */
  readonly decimal: 'found' | '.' | ',';
  readonly thousands: '' | ',' | '.' | ' ' | "'";
  readonly order: 'found' | 'day' | 'month';
}

/** What is entered in place of a table; its table is made from it. */
export type Entered =
  | { readonly form: 'plant'; readonly sketch: PlantSketch }
  | { readonly form: 'product'; readonly sketch: ProductSketch };

/** Returns what an entered plant or product is called: by its first text where it has no name yet, and null where it has no text. */
export function nameEntered(entered: Entered): string | null {
  const texts =
    entered.form === 'plant'
      ? [entered.sketch.plant, ...entered.sketch.streams.map(({ material }) => material)]
      : [
          entered.sketch.asked.product,
          ...entered.sketch.processes.flatMap(({ name, exchanges }) => [name, exchanges[0]?.product ?? '']),
        ];
  return texts.map((text) => text.trim()).find((text) => text !== '') ?? null;
}

/** An import in work. */
export interface ImportState {
  readonly dataset: DatasetName;
  readonly file: File | null;
  readonly entered: Entered | null;
  readonly sheet: string | undefined;
  /** The table that the page had before it was loaded again; null where there was none, or it is chosen anew. */
  readonly before: EarlierTable | null;
  /** What is in the table; null while it is not looked into. */
  readonly inspected: Inspected | null;
  readonly mapping: Mapping;
  /** Cells that count by another text than the file has. */
  readonly corrections: readonly Correction[];
  readonly style: TableStyle;
  readonly provider: string;
  readonly licence: string;
  /** What the check found; null while it was not checked since the last change. */
  readonly answer: ImportAnswer | null;
  readonly words: RecordWords;
  /** Sheets of the workbook that were registered in this sitting. */
  readonly registered: readonly string[];
  readonly draft: Draft | null;
}

export const NO_IMPORT: ImportState = {
  ...{ dataset: 'activity', file: null, entered: null, sheet: undefined, before: null, inspected: null },
  mapping: { columns: {}, set: {} },
  corrections: [],
  style: { decimal: 'found', thousands: '', order: 'found' },
  ...{ provider: '', licence: 'internal', answer: null, words: NO_WORDS, registered: [], draft: null },
};

/** Mapping, corrections, style and texts outlast a reload; the table and its rows do not. */
export const IMPORT_WORK: WorkKind<ImportState> = {
  titleOf: ({ file, entered, before, words }) => {
    const name = entered === null ? (file?.name ?? before?.name ?? null) : nameEntered(entered);
    return name === null || words.title === '' ? name : words.title;
  },
  choicesOf: ({ dataset, file, entered, sheet, before, mapping, ...others }) => ({
    ...{ dataset, entered, corrections: others.corrections, style: others.style },
    ...{ provider: others.provider, licence: others.licence, words: others.words },
    before:
      file === null || entered !== null
        ? before
        : { name: file.name, sheet: sheet ?? null, mapping: before?.mapping ?? mapping },
  }),
  choices: z.object({
    dataset: z.enum(Object.keys(DATASET_ROWS) as DatasetName[]),
    entered: z
      .discriminatedUnion('form', [
        z.object({ form: z.literal('plant'), sketch: plantSketchSchema }),
        z.object({ form: z.literal('product'), sketch: productSketchSchema }),
      ])
      .nullable(),
    corrections: z.array(
      z.object({
        row: z.int(),
        sheet: z.string().optional(),
        column: z.string(),
        from: z.string(),
        to: z.string(),
      }),
    ),
    style: z.object({
      decimal: z.enum(['found', '.', ',']),
      thousands: z.enum(['', ',', '.', ' ', "'"]),
      order: z.enum(['found', 'day', 'month']),
    }),
    ...{ provider: z.string(), licence: z.string(), words: recordWordsSchema },
    before: z.object({ name: z.string(), sheet: z.string().nullable(), mapping: mappingSchema }).nullable(),
  }),
  holdsMore: ({ file, entered, draft }) => (file !== null && entered === null) || draft !== null,
};

/** What each step of an import is given. */
export interface ImportStepProps {
  readonly state: ImportState;
  readonly onChange: (part: Partial<ImportState>) => void;
}

/** Whether two corrections are of the same cell. */
export function isSameCell(one: Omit<Correction, 'to'>, other: Omit<Correction, 'to'>): boolean {
  return placeOf(one) === placeOf(other) && one.column === other.column && one.from === other.from;
}

/** Returns the corrections with another one; a cell that gets its own text back has none. */
export function correctCell(corrections: readonly Correction[], made: Correction): readonly Correction[] {
  const others = corrections.filter((each) => !isSameCell(each, made));
  return made.to === made.from ? others : [...others, made];
}

/** Returns the address of a cell in a sheet, such as C4; null where there is no sheet, or no cell is at fault. */
export function addressOf(
  { columns, letters }: Pick<Inspected, 'columns' | 'letters'>,
  { row, column }: { readonly row: number | null; readonly column: string | null },
): string | null {
  const index = column === null ? -1 : columns.indexOf(column);
  const letter = letters?.[index] ?? null;
  return letter === null || row === null ? null : `${letter}${row}`;
}

/** Returns the problems of a table as CSV. */
export function problemsCsv(
  answer: Extract<ImportAnswer, { isValid: false }>,
  inspected: Pick<Inspected, 'columns' | 'letters'>,
): string {
  const lines = answer.problems.map(({ row, column, key, code, value, message }) =>
    [
      ...[row === null ? '' : String(row), column ?? '', addressOf(inspected, { row, column }) ?? ''],
      ...[key ?? '', code, value ?? '', message],
    ]
      .map(writeCell)
      .join(','),
  );
  return ['row,column,cell,key,code,value,message', ...lines, ''].join('\n');
}
