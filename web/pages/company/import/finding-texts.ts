import { FINDING_WORDS } from '../../../../jobs/import/finding-words.ts';
import { defineTexts } from '../../../language/texts.ts';

export const useFindingTexts = defineTexts(
  {
    wrong: 'What does not agree in the table',
    read: (count: string) => `How the table was read: ${count} remarks`,
    inSheet: (sheet: string) => `${sheet}:`,
    rows: (rows: string, isMore: boolean) => `Row ${rows}${isMore ? ' and others' : ''}.`,
    count: (count: string) => `(${count})`,
    findings: FINDING_WORDS.en,
  },
  {
    wrong: '表中不一致之处',
    read: (count) => `表格的读取方式：${count} 条说明`,
    inSheet: (sheet) => `${sheet}：`,
    rows: (rows, isMore) => `第 ${rows} 行${isMore ? '等' : ''}。`,
    count: (count) => `（${count}）`,
    findings: FINDING_WORDS['zh-CN'],
  },
);
