import { DATASETS, type DatasetName } from '../engine/datasets/dataset.ts';
import { rowDetail } from '../engine/rows/row-detail.ts';
import type { Mapping } from './column-plan.ts';

/**
 * Member of an entry → names that columns often have for it, in English and Chinese, without blanks and marks. A column "end" is not among
 * them: it may or may not be exclusive, as `until` is.
 */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  key: ['key', 'id', 'identifier', 'reference', '编号', '序号', '标识'],
  value: ['value', 'amount', 'quantity', 'consumption', 'usage', '数值', '数量', '用量', '消耗量', '消费量'],
  unit: ['unit', 'units', 'uom', '单位', '计量单位'],
  from: ['from', 'start', 'startdate', 'validfrom', '开始', '开始日期', '起始日期'],
  until: ['until', 'validuntil'],
  period: ['period', 'year', 'month', 'quarter', 'reportingperiod', '期间', '年份', '年度', '月份'],
  detail: ['detail'],
  'detail.row': ['row', 'rowtype', 'type', '类型'],
  'detail.fuel': ['fuel', 'fueltype', 'fuelname', '燃料', '燃料类型', '燃料品种'],
  'detail.gas': ['gas', '气体', '温室气体'],
  'detail.category': ['category', '类别', '分类'],
  'detail.geography': ['geography', 'country', 'location', 'province', '地区', '国家', '省份'],
  'detail.facility': ['facility', 'site', 'plant', '设施', '工厂', '厂区'],
  'detail.meter': ['meter', 'meterid', '电表', '表号'],
  'detail.grid': ['grid', '电网'],
  'detail.supplier': ['supplier', 'vendor', '供应商'],
  'detail.entity': ['entity', 'legalentity', '法人', '实体'],
};

/** Members that any entry has. */
const PLAIN = ['key', 'value', 'unit', 'from', 'until', 'period', 'detail'];

/**
 * Returns a mapping of a table's columns to the members of a dataset's entries, guessed from their names. A column with a name that says
 * nothing is skipped. The key is made from the cells of its column, which may have blanks, or else from the number of the row. It is a proposal: its user looks at it, and sets what is missing, such as `detail.row`.
 */
export function suggestMapping(names: readonly string[], dataset: DatasetName): Mapping {
  const members = listMembers(dataset);
  const taken = new Set<string>();
  const columns: Record<string, string> = {};
  let key = 'row-{row}';
  for (const name of names) {
    const member = findMember(name, members);
    const isFree = member !== null && !taken.has(member);
    if (isFree) taken.add(member);
    if (member === 'key' && isFree && name !== 'key') key = `{${name}}`;
    if (name !== '' && member !== name) columns[name] = isFree && member !== 'key' ? member : '';
  }
  return { columns, set: names.includes('key') ? {} : { key } };
}

/** Returns the members that the rows of a dataset can have. */
export function listMembers(dataset: DatasetName): ReadonlySet<string> {
  const { rows } = DATASETS[dataset];
  const details = rowDetail.options
    .filter(({ shape }) => (rows as readonly string[]).includes(shape.row.value))
    .flatMap(({ shape }) => Object.keys(shape));
  return new Set([...PLAIN, ...details.map((member) => `detail.${member}`)]);
}

function findMember(name: string, members: ReadonlySet<string>): string | null {
  if (members.has(name)) return name;
  const bare = name.toLowerCase().replaceAll(/[\s_.\-()/]+/g, '');
  for (const [member, spellings] of Object.entries(SPELLINGS))
    if (members.has(member) && spellings.includes(bare)) return member;
  for (const member of members) if (member.toLowerCase().replace('detail.', '') === bare) return member;
  return null;
}
