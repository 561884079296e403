import { read, utils } from '@e965/xlsx';
import { faultIn } from './fault.ts';
import { readSmallFile, type SourceFile } from './source-file.ts';
import type { TableInput } from './table-input.ts';
import { unpackWorkbook } from '../workbook/archive.ts';

/** A cell of a sheet; null where it is empty. */
export type SheetCell = string | number | boolean | null;

/** The sheets of a workbook by name, each as rows of cells, with empty rows. */
export type Workbook = ReadonlyMap<string, readonly (readonly SheetCell[])[]>;

/** The most bytes of a workbook, and of what is packed in it. */
const LARGEST = 256 << 20;
const LARGEST_UNPACKED = 2 ** 31;

/**
 * Returns the sheets of a workbook, .xlsx or .xlsb. It is held as a whole: tables in workbooks have a few million cells.
 * @throws DatasetRefused `header`, `truncated`, `too-large`
 */
export async function readWorkbook(input: TableInput, source: SourceFile): Promise<Workbook> {
  const file = source.path;
  const bytes = await readSmallFile({ ...source, stream: () => input.stream(source) }, LARGEST);
  // The first two bytes of a zip archive. The library would guess at other formats.
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw faultIn(file, 'header', 'not a workbook .xlsx or .xlsb');
  const unpacked = await unpackWorkbook(file, bytes, { most: LARGEST_UNPACKED, damaged: 'truncated' });
  try {
    const book = read(unpacked, {
      type: 'buffer',
      dense: true,
      cellHTML: false,
      cellText: false,
      cellFormula: false,
    });
    return new Map(
      book.SheetNames.map((name) => [
        name,
        utils.sheet_to_json<SheetCell[]>(book.Sheets[name]!, {
          header: 1,
          raw: true,
          defval: null,
          blankrows: true,
        }),
      ]),
    );
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw faultIn(file, 'truncated', `not a whole workbook: ${text}`);
  }
}

/** Returns a cell as a text without blanks around it; empty for an empty cell. */
export function textOf(cell: SheetCell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell).trim();
}
