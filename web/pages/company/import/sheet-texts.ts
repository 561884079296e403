import { defineTexts } from '../../../language/texts.ts';

/** Texts about the other sheets of a workbook. */
export const useSheetTexts = defineTexts(
  {
    title: 'The same workbook has more',
    lead: 'One click opens the sheet, with what its columns mean. Look at it, check it, and sign it as reference data.',
    keepFirst: 'Save the record file above first: the next sheet takes its place on this page.',
    kinds: { entity: 'entities of the group', facility: 'facilities' },
    open: (sheet: string, kind: string) => `${sheet}: ${kind}`,
    nameOf: (kind: string) => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
  },
  {
    title: '该工作簿还有其他内容',
    lead: '单击即可打开该工作表，各列含义已填好。请查看、检查，并作为基础参考数据签名。',
    keepFirst: '请先保存上方的记录文件：下一个工作表将取代本页内容。',
    kinds: { entity: '集团内法人', facility: '设施' },
    open: (sheet, kind) => `${sheet}：${kind}`,
    nameOf: (kind) => kind,
  },
);
