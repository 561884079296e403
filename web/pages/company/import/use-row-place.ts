import type { LeftOutRow } from '../../../../tables/column-plan.ts';
import { showOutside } from '../../../language/outside-text.ts';
import { useReadingTexts } from './reading-texts.ts';

/** Returns what a row of the file is called. */
export function useRowPlace(): (row: LeftOutRow) => string {
  const texts = useReadingTexts();
  return ({ row, sheet }) =>
    sheet === undefined ? texts.row(String(row)) : texts.ofSheet(String(row), showOutside(sheet));
}
