import type { TableLanguage } from './member-words.ts';
import type { TableRow } from '../cells/table.ts';

/** What the first cell of an example in a template says. Such a row is left out, until its user overwrites that cell. */
export const EXAMPLE_MARKS: Readonly<Record<TableLanguage, string>> = {
  en: 'Example, not imported',
  'zh-CN': '示例，不导入',
};

const MARKS: readonly unknown[] = Object.values(EXAMPLE_MARKS);

/** Whether a row is the example of a template. */
export function isExample({ cells }: TableRow): boolean {
  return MARKS.includes(cells[0]);
}
