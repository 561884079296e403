import { defineTexts } from '../../../language/texts.ts';

/** Texts about what a table adds up to, before it is signed. */
export const useTotalTexts = defineTexts(
  {
    title: 'What it adds up to',
    lead: 'Look at the totals before you sign: a unit, a month or a site that is wrong shows here.',
    of: 'What',
    place: 'Site or place',
    sum: 'Total',
    before: 'The year before',

    months: (count: string) => `by period (${count})`,
    period: 'Period',
    notJudged: 'The table has too many rows to be added up here. The computation judges it.',
    own: (agree: string, all: string) => `${agree} of ${all} totals in the table agree with its rows`,
    differs: (place: string, stated: string, sum: string) => `${place}: ${stated} stated, ${sum} by the rows`,
    comparedWith: (title: string) => `Compared with ${title}`,
    cautions: (count: string) => `What a computation would say: ${count}`,
    doubts: 'What does not agree in the table',
    doubtful: (count: string) => `Rows that contradict each other: ${count}`,
    nothing: 'A computation would have nothing to say about months, doubles or magnitudes.',
    more: (count: string) => `and ${count} more`,
    rowOf: (row: string, column: string) => `Row ${row}, ${column}`,
  },
  {
    title: '合计',
    lead: '签名前请核对合计：单位、月份或厂区有误，在此即可看出。',
    of: '内容',
    place: '厂区或地区',
    sum: '合计',
    before: '上一年',

    months: (count) => `按期间（${count}）`,
    period: '期间',
    notJudged: '该表行数过多，此处不作合计；计算时会检查。',
    own: (agree, all) => `表中 ${all} 个合计有 ${agree} 个与各行一致`,
    differs: (place, stated, sum) => `${place}：表中为 ${stated}，各行之和为 ${sum}`,
    comparedWith: (title) => `与 ${title} 比较`,
    cautions: (count) => `计算时会提示：${count} 处`,
    doubts: '表中不一致之处',
    doubtful: (count) => `相互矛盾的行：${count} 处`,
    nothing: '在月份、重复和量级方面，计算时没有提示。',
    more: (count) => `另有 ${count} 处`,
    rowOf: (row, column) => `第 ${row} 行，${column}`,
  },
);
