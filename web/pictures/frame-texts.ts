import { defineTexts } from '../language/texts.ts';

/** What pages say around pictures. */
export const useFrameTexts = defineTexts(
  {
    none: 'Nothing to draw',
    noneAdvice:
      'A picture needs figures with parts, accounts, intervals or months. The table of figures has everything.',
    basis: 'Scope 2 counted',
    stressor: 'Account of',
    bases: { location: 'by location', market: 'by market' },
    asPicture: 'Picture',
    asTable: 'Table',
    view: 'Show as',
    saveSvg: 'Save as SVG',
    saveCsv: 'Save as CSV',
    seeTable: (title: string) => `${title}. The table below has the same numbers.`,
    firstRows: (shown: string, all: string) =>
      `The first ${shown} of ${all} rows. The CSV file has all of them.`,
    fact: (label: string, text: string) => `${label}: ${text}`,
  },
  {
    none: '没有可绘制的内容',
    noneAdvice: '图表需要有组成部分、账户、区间或月份的数据。数据表中包含全部内容。',
    basis: '范围二核算方式',
    stressor: '账户对象',
    bases: { location: '基于位置', market: '基于市场' },
    asPicture: '图',
    asTable: '表格',
    view: '显示方式',
    saveSvg: '保存为 SVG',
    saveCsv: '保存为 CSV',
    seeTable: (title) => `${title}。下方表格包含相同的数据。`,
    firstRows: (shown, all) => `仅显示 ${all} 行中的前 ${shown} 行，CSV 文件包含全部数据。`,
    fact: (label, text) => `${label}：${text}`,
  },
);
