/** A text in the two languages of the portal. */
export interface Words {
  readonly en: string;
  readonly 'zh-CN': string;
}

/** The languages of texts in tables. */
export type TableLanguage = keyof Words;

/**
 * Member of an entry → what people read for it: in the portal, in the header of a template, and so also as the name of a column that an import
 * knows. The only list of these.
 */
export const MEMBER_WORDS = {
  key: { en: 'Name of the row', 'zh-CN': '行名称' },
  value: { en: 'Amount', 'zh-CN': '数量' },
  plus: { en: 'Amount to add', 'zh-CN': '要加上的数量' },
  minus: { en: 'Amount to subtract', 'zh-CN': '要减去的数量' },
  unit: { en: 'Unit', 'zh-CN': '单位' },
  per: { en: 'What the amount is per', 'zh-CN': '数量所对应的单位' },
  from: { en: 'Begins', 'zh-CN': '开始' },
  until: { en: 'Ends, exclusive', 'zh-CN': '结束（不含）' },
  last: { en: 'Last day, included', 'zh-CN': '最后一天（含）' },
  days: { en: 'Number of days', 'zh-CN': '天数' },
  period: { en: 'Period', 'zh-CN': '期间' },
  detail: { en: 'Details as JSON', 'zh-CN': '明细（JSON）' },
  'detail.row': { en: 'Kind of row', 'zh-CN': '行类型' },
  'detail.fuel': { en: 'Fuel', 'zh-CN': '燃料' },
  'detail.gas': { en: 'Gas', 'zh-CN': '气体' },
  'detail.category': { en: 'Category', 'zh-CN': '类别' },
  'detail.geography': { en: 'Place', 'zh-CN': '地区' },
  'detail.facility': { en: 'Facility', 'zh-CN': '设施' },
  'detail.meter': { en: 'Meter', 'zh-CN': '计量表' },
  'detail.grid': { en: 'Grid', 'zh-CN': '电网' },
  'detail.supplier': { en: 'Supplier', 'zh-CN': '供应商' },
  'detail.entity': { en: 'Legal entity', 'zh-CN': '法人实体' },
  'detail.calorific': { en: 'Calorific value', 'zh-CN': '发热量' },
  'detail.conditions': { en: 'Temperature of the gas volume', 'zh-CN': '气体体积的温度' },
  'detail.carrier': { en: 'Energy carrier', 'zh-CN': '能源载体' },
  'detail.process': { en: 'Process', 'zh-CN': '工艺过程' },
  'detail.kind': { en: 'Kind', 'zh-CN': '种类' },
  'detail.source': { en: 'Source', 'zh-CN': '排放源' },
  'detail.line': { en: 'Line', 'zh-CN': '分列' },
  'detail.item': { en: 'Item', 'zh-CN': '项目' },
  'detail.basis': { en: 'What it covers', 'zh-CN': '覆盖环节' },
  'detail.origin': { en: 'Origin of the carbon', 'zh-CN': '碳的来源' },
  'detail.counterparty': { en: 'Bought from or sold to', 'zh-CN': '交易对方' },
  'detail.good': { en: 'Good', 'zh-CN': '产品' },
  'detail.of': { en: 'Used to make', 'zh-CN': '用于生产' },
  'detail.cn': { en: 'CN code', 'zh-CN': 'CN编码' },
  'detail.account': { en: 'Account', 'zh-CN': '账户' },
  'detail.gwpSet': { en: 'Set of warming potentials', 'zh-CN': '全球变暖潜势取值' },
  'detail.solution': { en: 'Solution', 'zh-CN': '解决方案' },
  'detail.output': { en: 'Output', 'zh-CN': '产出' },
  'detail.year': { en: 'Year', 'zh-CN': '年份' },
  'detail.title': { en: 'Title', 'zh-CN': '标题' },
} as const satisfies Readonly<Record<string, Words>>;

/** Members whose values are a closed list of words → what people read for each of these. Others are read as they are. */
export const VALUE_WORDS: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  'detail.calorific': { gross: { en: 'gross', 'zh-CN': '高位' }, net: { en: 'net', 'zh-CN': '低位' } },
  'detail.carrier': {
    heat: { en: 'heat', 'zh-CN': '热力' },
    steam: { en: 'steam', 'zh-CN': '蒸汽' },
    cooling: { en: 'cooling', 'zh-CN': '冷量' },
  },
  'detail.kind': {
    process: { en: 'process', 'zh-CN': '工艺' },
    fugitive: { en: 'fugitive', 'zh-CN': '逸散' },
  },
  'detail.origin': {
    fossil: { en: 'fossil', 'zh-CN': '化石' },
    biogenic: { en: 'biogenic', 'zh-CN': '生物质' },
    'land-use': { en: 'land use', 'zh-CN': '土地利用' },
  },
};
