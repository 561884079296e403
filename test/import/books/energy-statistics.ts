/** The monthly form of a Chinese works for the statistics of energy: a sheet per month, a head of three rows, totals in coal equivalent. */
import { type Amount, type Book, Draws, NOTHING, add, listMonths, multiply, totalBy } from './book.ts';
import { type Cell, type Sheet, bold, num, writeWorkbook } from './workbook.ts';

const MONTHS = listMonths('2024-01-01', 12);
const COMPANY = '杭州钱江轧钢厂';

interface Carrier {
  readonly name: string;
  readonly unit: string;
  readonly code: string;
  /** Tonnes of coal equivalent in a unit of the form. */
  readonly factor: string;
  readonly row: string;
  readonly range: readonly [least: number, most: number];
}

const CARRIERS: readonly Carrier[] = [
  { name: '原煤', unit: '吨', code: '01', factor: '0.7143', row: 'fuel-use', range: [180, 420] },
  { name: '天然气', unit: '万立方米', code: '15', factor: '13.3', row: 'fuel-use', range: [40, 95] },
  { name: '汽油', unit: '吨', code: '19', factor: '1.4714', row: 'fuel-use', range: [1, 4] },
  { name: '柴油', unit: '吨', code: '21', factor: '1.4571', row: 'fuel-use', range: [6, 19] },
  { name: '热力', unit: '百万千焦', code: '32', factor: '0.0341', row: 'heat-use', range: [900, 2600] },
  { name: '电力', unit: '万千瓦时', code: '33', factor: '1.229', row: 'electricity-use', range: [310, 520] },
];

export function makeEnergyStatistics(): Book {
  const draws = new Draws(302);
  const amounts: Amount[] = [];
  const sheets = MONTHS.map((month) => makeMonth(month, draws, amounts));
  return {
    file: 'energy-statistics.xlsx',
    content: writeWorkbook([...sheets, makeYear(amounts)]),
    expectation: {
      ...NOTHING,
      title: '规模以上工业企业能源统计，2024 年 1 至 12 月: the form 205-1 of one works, a sheet per month',
      sources: [
        {
          at: 'foolsogood/custom-ele-table: example/src/mock/func_5.js',
          commit: '9dd34106df2da24ea7db473514cf7a554adba04a',
          took: 'the head of three rows (能源名称, 计量单位, 代码, 期初库存量, 购进量 with 实物量 and 金额, 消费量 with five columns, 期末库存量, two 折标系数), the row 甲 乙 丙 1 2 3 …, the row 能源合计 in 吨标准煤',
        },
        {
          at: 'http://bhygbaby.com/paper/228158400.html',
          took: 'the name of the form 205-1 among the forms of enterprises',
        },
      ],
      rows: {
        'fuel-use': amounts.filter(({ of }) => of['row'] === 'fuel-use').length,
        'heat-use': amounts.filter(({ of }) => of['row'] === 'heat-use').length,
        'electricity-use': amounts.filter(({ of }) => of['row'] === 'electricity-use').length,
      },
      totals: [...totalBy(amounts, 'row', 'carrier'), ...totalBy(amounts, 'row', 'carrier', 'month')],
      decisions: [
        {
          question: '数量取哪一列？ Which column is the amount?',
          answer: '消费量 合计 (column 4 of the form).',
        },
        {
          question: '“其中：一般烟煤” is a part of 原煤. Count 原煤 alone?',
          answer: 'Yes, 原煤 alone: the parts are in it.',
        },
        { question: 'Where is the works?', answer: 'In China (Zhejiang).' },
        {
          question: '天然气 in 万立方米: at which temperature?',
          answer: '20 °C, as the contract says. Leaving it open is right too, if the page says so.',
        },
        {
          question: 'Which fuels are 原煤, 天然气, 汽油 and 柴油?',
          answer: 'Raw coal, natural gas, gasoline, diesel: as proposed, all four at once.',
        },
      ],
      leftOut: [
        'the sheet 全年累计, which is the sum of the twelve months: it serves as a check',
        'the rows 能源合计 (吨标准煤) and 其中：一般烟煤',
        'the row 甲 乙 丙 1 to 10 under the head, and the lines of signatures',
        'purchases, stocks, money and coefficients',
      ],
      reported: [
        `every row is of ${COMPANY}, from the line 单位详细名称`,
        'two amounts are texts, 原煤 of March in full-width digits and 热力 of November with a comma for thousands: both are numbers',
        '热力 has no amount from May to September: no row',
        '能源合计 and 全年累计 agree with the rows',
      ],
    },
  };
}

function makeMonth(month: string, draws: Draws, amounts: Amount[]): Sheet {
  const number = Number(month.slice(5, 7));
  const rows: Cell[][] = makeHead(`2024年${number}月`);
  const equivalents: string[] = [];
  for (const carrier of CARRIERS) {
    const summer = carrier.name === '热力' && number >= 5 && number <= 9;
    const used = summer ? null : draws.decimal(...carrier.range, carrier.name === '热力' ? 1 : 2);
    const other = used === null ? null : carrier.name === '电力' ? draws.decimal(4, 9, 2) : '0';
    const total = used === null || other === null ? null : add([used, other]);
    if (total !== null) {
      const of = { row: carrier.row, carrier: carrier.name, month, site: COMPANY };
      amounts.push({ of, value: total, unit: carrier.unit });
      equivalents.push(multiply(total, carrier.factor));
    }
    rows.push(makeLine(carrier, { number, used, other, total, row: rows.length + 1 }, draws));
    if (carrier.name === '原煤' && total !== null) rows.push(makePart(total));
  }
  const equivalent = add(equivalents);
  rows.push([
    '能源合计', '吨标准煤', '40', null, null, num(draws.whole(2000, 4000)),
    num(Number(equivalent), { format: '0.00' }), num(Number(equivalent), { format: '0.00' }), null, null, null, null, null, null,
  ]); // prettier-ignore
  rows.push([]);
  rows.push([
    '单位负责人：王建国',
    null,
    null,
    '统计负责人：李敏',
    null,
    null,
    null,
    '填表人：陈晓',
    null,
    null,
    `报出日期：2024年${number}月28日`,
  ]);
  rows.push(['说明：本表数据为本月数。折标系数采用实测值，无实测的采用参考系数。']);
  return { name: `${number}月`, rows, merges: MERGES };
}

const MERGES = [
  'A1:N1', 'A2:N2', 'A5:A6', 'B5:B6', 'C5:C6', 'D5:D6', 'E5:F5', 'G5:K5', 'L5:L6', 'M5:M6', 'N5:N6',
]; // prettier-ignore

function makeHead(period: string): Cell[][] {
  return [
    [bold('能源购进、消费与库存')],
    [period],
    [`单位详细名称：${COMPANY}`, null, null, null, null, null, null, null, null, null, null, '表号：', '205-1表'],
    ['组织机构代码：330100-7', null, null, null, null, null, null, null, null, null, null, '制定机关：', '国家统计局'],
    [
      '能源名称', '计量\n单位', '代码', '期初库存量', '购进量', null, '消费量', null, null, null, null, '期末库存量', '采用折标系数', '参考折标系数',
    ],
    [
      null, null, null, null, '实物量', '金额（千元）', '合计', '工业生产消费', '用于原材料', '非工业生产消费', '合计中：运输工具消费',
    ],
    ['甲', '乙', '丙', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '丁'],
  ]; // prettier-ignore
}

interface Line {
  readonly number: number;
  readonly used: string | null;
  readonly other: string | null;
  readonly total: string | null;
  readonly row: number;
}

function makeLine(carrier: Carrier, { number, used, other, total, row }: Line, draws: Draws): Cell[] {
  const stocked = ['原煤', '柴油'].includes(carrier.name);
  const bought = total === null ? null : stocked ? add([total, String(draws.whole(0, 20))]) : total;
  const sum = total === null ? null : num(total, { formula: `H${row}+J${row}`, format: '0.00' });
  return [
    carrier.name, carrier.unit, carrier.code,
    stocked ? num(draws.whole(20, 90)) : null,
    bought === null ? null : num(bought),
    total === null ? null : num(draws.whole(40, 900)),
    typedTotal(carrier, number, total) ?? sum,
    used === null ? null : num(used),
    null,
    other === null || other === '0' ? null : num(other),
    ['汽油', '柴油'].includes(carrier.name) && used !== null ? num(used) : null,
    stocked ? num(draws.whole(20, 90)) : null,
    num(carrier.factor), num(carrier.factor),
  ]; // prettier-ignore
}

/** Two amounts that somebody typed as texts. */
function typedTotal({ name }: Carrier, number: number, total: string | null): Cell {
  if (total === null) return null;
  const wide = total.replace(/[0-9.]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  if (name === '原煤' && number === 3) return wide;
  const [whole = '', part = ''] = total.split('.');
  if (name === '热力' && number === 11)
    return `${Number(whole).toLocaleString('en-US')}.${part.padEnd(2, '0')}`;
  return null;
}

function makePart(total: string): Cell[] {
  const part = String(Math.floor(Number(total) * 0.8));
  return [
    '  其中：一般烟煤',
    '吨',
    '04',
    null,
    null,
    null,
    num(part),
    num(part),
    null,
    null,
    null,
    null,
    num('0.7143'),
    num('0.7143'),
  ];
}

function makeYear(amounts: readonly Amount[]): Sheet {
  const lines = CARRIERS.map((carrier): Cell[] => {
    const total = add(amounts.filter(({ of }) => of['carrier'] === carrier.name).map(({ value }) => value));
    return [
      carrier.name,
      carrier.unit,
      carrier.code,
      null,
      null,
      null,
      num(total, { format: '0.00' }),
      null,
      null,
      null,
      null,
      null,
      num(carrier.factor),
      num(carrier.factor),
    ];
  });
  return { name: '全年累计', rows: [...makeHead('2024年1—12月'), ...lines], merges: MERGES };
}
