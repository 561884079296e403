import { DATASETS, type DatasetName } from '../../engine/datasets/dataset.ts';
import { rowDetail } from '../../engine/rows/row-detail.ts';
import { PLAIN_MEMBERS } from '../cells/plain-members.ts';
import { bareName } from './cell-text.ts';
import { isUnitName, splitUnit } from './header-units.ts';
import { isGivenBack } from './stock-names.ts';
import { MEMBER_WORDS } from './member-words.ts';

/**
 * Member of an entry → names that columns often have for it, in English and Chinese, without blanks and marks. A column "end" is not among
 * them: it may or may not be exclusive, as `until` is.
 */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  key: ['key', 'id', 'identifier', 'reference', '编号', '序号', '标识'],
  value: ['value', 'amount', 'quantity', 'consumption', 'usage', '数值', '数量', '用量', '消耗量', '消费量'],
  unit: ['unit', 'units', 'uom', 'unitofmeasure', 'usageunit', 'usageunits', '单位', '计量单位'],
  from: ['from', 'start', 'startdate', 'validfrom', '开始', '开始日期', '起始日期'],
  until: ['until', 'validuntil'],
  last: ['lastday', 'through', '截止日期'],
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

/** Names that probably are of a member, where no other column has it: what programs, suppliers and people in several countries call it. */
const LIKELY: Readonly<Record<string, readonly string[]>> = {
  value: [
    ...[
      'qty',
      'activitydata',
      'activityamount',
      'volume',
      'used',
      'usagequantity',
      'distance',
      'nights',
      'roomnights',
      'totalusage',
      'added',
      'refrigerantadded',
      'nachfullmenge',
      'nachgefullt',
      'gasadded',
      'amountadded',
      'quantityadded',
      'totalconsumption',
      'energyuse',
      'energyconsumption',
    ],
    ...[
      'menge',
      'verbrauch',
      'quantite',
      'consommation',
      'cantidad',
      'consumo',
      'quantita',
      'ilosc',
      'zuzycie',
    ],
    ...[
      'hoeveelheid',
      'verbruik',
      '使用量',
      '耗用量',
      '实物量',
      '用电量',
      '用气量',
      '用水量',
      '消耗',
      '消费',
      '能耗',
      '实际消耗量',
      '本期用量',
    ],
  ],
  per: ['declaredunit', 'functionalunit', 'perunit'],
  days: [
    'days',
    'billingdays',
    'billdays',
    'numberofdays',
    'noofdays',
    'daysbilled',
    'tage',
    'jours',
    '天数',
  ],
  unit: ['me', 'einheit', 'mengeneinheit', 'unite', 'unidad', 'unita', 'jednostka', 'eenheid', 'measure'],
  from: [
    ...[
      'begin',
      'begindate',
      'periodstart',
      'billstart',
      'billstartdate',
      'recordstart',
      'startdatetime',
      'fromdate',
      'billfrom',
      'periodfrom',
      'servicefrom',
      'readingfrom',
      'startofperiod',
    ],
    ...['checkin', 'validityperiodstart'],
    ...[
      'billingperiodstart',
      'von',
      'beginn',
      'du',
      'desde',
      'dal',
      'od',
      'van',
      'debut',
      'datededebut',
      'inicio',
      'fechainicio',
      'inizio',
    ],
  ],
  until: ['checkout'],
  last: ['validityperiodend'],
  period: [
    ...[
      'date',
      'startdatelocal',
      'billingperiod',
      'billingmonth',
      'billdate',
      'invoicedate',
      'postingdate',
      'transactiondate',
    ],
    ...[
      'deliverydate',
      'delivered',
      'purchasedate',
      'readingdate',
      'statementdate',
      'servicedate',
      'traveldate',
      'departuredate',
      'tripdate',
    ],
    ...[
      'datum',
      'buchungsdatum',
      'belegdatum',
      'rechnungsdatum',
      'lieferdatum',
      'monat',
      'jahr',
      'zeitraum',
      'fecha',
    ],
    ...['mes', 'mois', 'mese', 'data', '日期', '账期', '开票日期', '过账日期'],
  ],
  'detail.gwpSet': ['characterizationfactors', 'characterisationfactors'],
  'detail.gas': [
    'refrigerant',
    'refrigerantname',
    'refrigeranttype',
    'gasname',
    'gastype',
    'kaltemittel',
    '制冷剂',
  ],
  'detail.facility': [
    ...[
      'sitename',
      'siteaddress',
      'serviceaddress',
      'facilityname',
      'property',
      'propertyname',
      'building',
      'plantname',
      'standort',
    ],
    ...['namedeswerks', 'usine', 'etablissement', 'zaklad', '门店', '单位名称', '厂名'],
  ],
  'detail.geography': [
    'countrycode',
    'geographycountry',
    'purchasedincountry',
    'deliverycountry',
    'land',
    'pays',
    'pais',
    'kraj',
    '所在国家',
  ],
  'detail.meter': [
    'meternumber',
    'meterno',
    'meterid',
    'mpan',
    'mprn',
    'mpanmprn',
    'meterserial',
    'meterserialnumber',
    'meterref',
    'meterpointnumber',
    'zahlpunkt',
    'zahler',
  ],
  'detail.supplier': ['lieferant', 'fournisseur', 'proveedor', 'dostawca'],
};

/** Returns the members that the rows of a dataset can have. */
export function listMembers(dataset: DatasetName): ReadonlySet<string> {
  const { rows } = DATASETS[dataset];
  const details = rowDetail.options
    .filter(({ shape }) => (rows as readonly string[]).includes(shape.row.value))
    .flatMap(({ shape }) => Object.keys(shape));
  return new Set([...PLAIN_MEMBERS, ...details.map((member) => `detail.${member}`)]);
}

/** Returns the member of an entry that a column's name says, in any dataset; null if it says none. */
export function memberFor(name: string): string | null {
  return findMember(name, ALL_MEMBERS);
}

/** Whether a column's name says what it holds. */
export function isKnownName(name: string): boolean {
  return memberFor(name) !== null;
}

/** Returns the member, among these, that a column's name says; null if it says none. */
export function findMember(name: string, members: ReadonlySet<string>): string | null {
  if (members.has(name)) return name;
  const bare = bareName(splitUnit(name)?.name ?? name);
  for (const [member, spellings] of Object.entries(SPELLINGS))
    if (members.has(member) && spellings.includes(bare)) return member;
  for (const [member, words] of Object.entries(MEMBER_WORDS))
    if (members.has(member) && Object.values(words).some((text) => bareName(text) === bareName(name)))
      return member;
  for (const member of members) if (member.toLowerCase().replace('detail.', '') === bare) return member;
  return null;
}

/** Whether the name of a column probably is that of the amount, such as `Total Usage (kWh)`. */
export function isLikelyAmount(name: string): boolean {
  return likelyMember(name) === 'value';
}

/** Whether the name of a column probably is that of the unit, such as `Einheit`. */
export function isLikelyUnit(name: string): boolean {
  return likelyMember(name) === 'unit';
}

function likelyMember(name: string): string | null {
  return memberFor(name) ?? findLikely(name, ALL_MEMBERS);
}

/** Returns the member, among these, that a column's name probably says; null if it says none. */
export function findLikely(name: string, members: ReadonlySet<string>): string | null {
  const bare = bareName(splitUnit(name)?.name ?? name)
    .normalize('NFD')
    .replaceAll(/\p{M}|(?:yyyy|dd|mm)(?:mm|dd)(?:yyyy|dd)?$/gu, '');
  for (const [member, names] of Object.entries(LIKELY))
    if (members.has(member) && names.includes(bare)) return member;
  if (members.has('minus') && isGivenBack(name)) return 'minus';
  return isUnitName(name) && members.has('value') ? 'value' : null;
}

const ALL_MEMBERS: ReadonlySet<string> = new Set(
  (Object.keys(DATASETS) as DatasetName[]).flatMap((dataset) => [...listMembers(dataset)]),
);
