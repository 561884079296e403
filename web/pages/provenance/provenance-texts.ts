import { defineTexts } from '../../language/texts.ts';

export const useProvenancePageTexts = defineTexts(
  {
    title: (title: string) => `Where it comes from: ${title}`,
    plainTitle: 'Where it comes from',
    lead: 'From the figure down to rows and documents. Time runs from left to right.',
    badId: 'A record id is 0x and 64 hex digits. This is something else: search for the record instead.',
    record: 'Open the record',
    begin: 'Begin at this record',
    impact: 'What depends on it',
    most: (count: string) =>
      `Only the first ${count} records are read for one picture. Begin at a source to see more.`,
  },
  {
    title: (title) => `溯源：${title}`,
    plainTitle: '溯源',
    lead: '由数据追溯至数据行和文件。时间从左至右。',
    badId: '这不是记录编号：记录编号为 0x 加 64 位十六进制数字。请改为搜索该记录。',
    record: '打开记录',
    begin: '以此记录为起点',
    impact: '影响范围',
    most: (count) => `一幅图最多读取 ${count} 条记录。如需查看更多，请从某个来源开始。`,
  },
);
