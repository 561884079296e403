import { defineTexts } from '../texts.ts';

/** The words around the text of a code: where it is, and the message of the program that failed. */
export const useFaultWords = defineTexts(
  {
    original: 'In other words',
    row: (row: string) => `row ${row}`,
    column: (column: string) => `column ${column}`,
    parameter: (name: string) => `parameter ${name}`,
    value: (value: string) => `value ${value}`,
    place: (parts: readonly string[]) => `(${parts.join(', ')})`,
  },
  {
    original: '程序的原文（英文）',
    row: (row) => `行 ${row}`,
    column: (column) => `列 ${column}`,
    parameter: (name) => `参数 ${name}`,
    value: (value) => `值 ${value}`,
    place: (parts) => `（${parts.join('，')}）`,
  },
);
