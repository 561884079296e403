import { defineTexts } from '../../../language/texts.ts';

/** Texts about names of a column that may be one. */
export const useAlikeTexts = defineTexts(
  {
    title: 'Names that may be one',
    lead: 'Say of each pair whether it is one thing or two. It holds in all rows, and a saved mapping keeps it.',
    open: (open: string, all: string) => `Not said yet: ${open} of ${all}`,
    pair: (column: string, one: string, other: string) => `${column}: ${one} and ${other}`,
    both: (name: string) => `Both are ${name}`,
    two: 'They are two',
    twoOf: (one: string, other: string) => `${one} and ${other} are two`,
    isOne: (name: string) => `one, ${name}`,
    undo: 'Undo',
    undoOf: (one: string, other: string) => `Undo what was said about ${one} and ${other}`,
    merged: (count: string) => `Read as one name, because only case, width or blanks differ: ${count}`,
    spellings: (column: string, spellings: string) => `${column}: ${spellings}`,
  },
  {
    title: '可能相同的名称',
    lead: '请逐对说明是同一对象还是两个对象。说明适用于所有行，并随保存的映射保留。',
    open: (open, all) => `尚未说明：${all} 对中有 ${open} 对`,
    pair: (column, one, other) => `${column}：${one} 与 ${other}`,
    both: (name) => `都是 ${name}`,
    two: '是两个',
    twoOf: (one, other) => `${one} 与 ${other} 是两个`,
    isOne: (name) => `同一个：${name}`,
    undo: '撤销',
    undoOf: (one, other) => `撤销对 ${one} 与 ${other} 的说明`,
    merged: (count) => `仅大小写、全半角或空格不同，视为同一名称：${count} 个`,
    spellings: (column, spellings) => `${column}：${spellings}`,
  },
);
