import { KNOWN_NAMES } from '../../jobs/import/known-names.ts';
import { ENGLISH_LINES } from '../../pictures/words/line-names.ts';
import { CHINESE_LINES } from './line-names.ts';
import { CHINESE_NATURE, ENGLISH_NATURE } from './nature-texts.ts';
import { CHINESE_PLANTS, ENGLISH_PLANTS } from './plant-texts.ts';
import { CHINESE_PRODUCTS, ENGLISH_PRODUCTS } from './product-texts.ts';
import { CHINESE_KNOWN, ENGLISH_KNOWN } from './known-names.ts';
import { spaced } from '../../pictures/words/spaced.ts';
import { defineTexts } from './texts.ts';

/** Names of figures in English, by the structure of their keys. Names of goods, places, gases and of unknown fuels come from the data as they are. */
export const ENGLISH_FIGURES = {
  fuels: ENGLISH_KNOWN.fuels,
  scopeTotal: { scope1: 'Scope 1, total', scope3: 'Scope 3, total' },
  scope: { scope1: 'Scope 1', scope3: 'Scope 3' },
  bases: { location: 'Scope 2, location-based', market: 'Scope 2, market-based' },
  carriers: { electricity: 'electricity', heat: 'heat', steam: 'steam', cooling: 'cooling' },
  ofCarrier: (basis: string, carrier: string) => `${basis}: ${carrier}`,
  coverage: 'Share of electricity covered by instruments',
  total: {
    location: 'Total, with location-based scope 2',
    market: 'Total, with market-based scope 2',
  },
  sumOfFacilities: 'Scope 1, sum of all facilities',
  ofGas: (gas: string) => `Scope 1: ${gas}`,
  combustion: (fuel: string, gas: string) => `Combustion of ${fuel}, ${gas}`,
  process: (process: string, gas: string) => `Process ${process}, ${gas}`,
  fugitive: (source: string, gas: string) => `Fugitive emissions of ${source}, ${gas}`,
  measured: (source: string, gas: string) => `Measured at ${source}, ${gas}`,
  refrigerant: (gas: string) => `Leaks of refrigerant ${gas}`,
  ofLine: (figure: string, line: string) => `${figure}: ${line}`,
  category: (number: string, name: string) => `Scope 3, category ${number}: ${name}`,
  item: (category: string, item: string, basis: string) => `${category} – ${item}, ${basis}`,
  factorBases: {
    combustion: 'combustion',
    'well-to-tank': 'well to tank',
    'life-cycle': 'life cycle',
  },
  categories: KNOWN_NAMES.en.categories,
  beside: {
    biogenic: (figure: string) => `Biogenic CO₂, in no scope – ${figure}`,
    'land-use': (figure: string) => `Land-use CO₂, in no scope – ${figure}`,
    'outside-scopes': (figure: string) => `Outside the scopes – ${figure}`,
  },
  besideTotal: {
    biogenic: (scope: string) => `Biogenic CO₂ beside ${scope}, total`,
    'land-use': (scope: string) => `Land-use CO₂ beside ${scope}, total`,
  },
  ofFacility: (facility: string, figure: string) => `Facility ${facility} – ${figure}`,
  withoutFacility: (figure: string) => `Without a facility – ${figure}`,
  bothScopes: {
    location: 'Scopes 1 and 2, location-based',
    market: 'Scopes 1 and 2, market-based',
  },
  ofPartOf: {
    entity: (entity: string, figure: string) => `Entity ${entity} – ${figure}`,
    country: (country: string, figure: string) => `Country ${country} – ${figure}`,
    month: (month: string, figure: string) => `Month ${month} – ${figure}`,
  },
  withoutPart: {
    country: (figure: string) => `Without a country – ${figure}`,
    month: (figure: string) => `Of more than a month – ${figure}`,
  },
  eliminated: (figure: string) => `Eliminated between members – ${figure}`,
  baseYear: (figure: string) => `Base year – ${figure}`,
  sinceBaseYear: (figure: string) => `Change since the base year – ${figure}`,
  scenario: (scenario: string, figure: string) => `Scenario ${scenario} – ${figure}`,
  scenarioDifference: (scenario: string, figure: string) =>
    `Scenario ${scenario}, difference to the base case – ${figure}`,
  intensity: (output: string, figure: string) => `Per unit of ${output} – ${figure}`,
  group: (figure: string) => `Group – ${figure}`,
  embedded: {
    direct: (good: string) => `CBAM, ${good}: direct embedded emissions`,
    indirect: (good: string) => `CBAM, ${good}: indirect embedded emissions`,
    total: (good: string) => `CBAM, ${good}: embedded emissions, total`,
  },
  specific: {
    direct: (good: string) => `CBAM, ${good}: direct embedded emissions per unit`,
    indirect: (good: string) => `CBAM, ${good}: indirect embedded emissions per unit`,
    total: (good: string) => `CBAM, ${good}: embedded emissions per unit, total`,
    electricity: (good: string) => `CBAM, ${good}: electricity per tonne`,
  },
  ofPart: (figure: string, part: string) => `${figure}: ${part}`,
  landUsePart: (figure: string) => `${figure}, land-use change`,
  financed: {
    classes: {
      'listed-equity': 'listed equity',
      'corporate-bond': 'corporate bonds',
      'business-loan': 'business loans',
      'unlisted-equity': 'unlisted equity',
      'project-finance': 'project finance',
      'commercial-real-estate': 'commercial real estate',
      mortgage: 'mortgages',
      'motor-vehicle-loan': 'motor vehicle loans',
    },
    scopes: { 'scope1+2': 'scope 1 and 2 of investees', scope3: 'scope 3 of investees' },
    all: (scope: string) => `Financed emissions, ${scope}`,
    of: (what: string, scope: string) => `Financed emissions – ${what}, ${scope}`,
    score: (figure: string) => `${figure}: score of data quality`,
    attribution: (what: string) => `Attribution factor – ${what}`,
  },
  plants: {
    plant: (plant: string) => `Heat and power plant ${plant}`,
    product: (plant: string, product: string) => `Heat and power plant ${plant} – ${product}`,
    specific: (figure: string) => `${figure}, per energy`,
    weight: (figure: string) => `${figure}: weight in the allocation`,
  },
  ...ENGLISH_PLANTS,
  ...ENGLISH_PRODUCTS,
  avoided: (solution: string) => `Avoided emissions – ${solution}`,
  quantity: (name: string) => `${name}, by a formula`,
  accounts: {
    pba: (region: string, gas: string) => `Production of ${region}, ${gas}`,
    cba: (region: string, gas: string) => `Consumption of ${region}, ${gas}`,
    imports: (region: string, gas: string) => `Imports of ${region}, ${gas}`,
    exports: (region: string, gas: string) => `Exports of ${region}, ${gas}`,
    balance: (region: string, gas: string) => `Balance of trade of ${region}, ${gas}`,
    household: (region: string, gas: string) => `Households of ${region}, ${gas}`,
    'for-domestic-demand': (region: string, gas: string) => `For domestic final demand of ${region}, ${gas}`,
    'for-exports': (region: string, gas: string) => `For exports of ${region}, ${gas}`,
  },
  flow: (from: string, to: string, gas: string) => `Arises in ${from} for ${to}, ${gas}`,
  sold: (from: string, to: string, gas: string) => `Sold by ${from} to ${to}, ${gas}`,
  sales: (from: string, to: string) => `Value of what ${from} sells to ${to}`,
  bilateral: {
    eebt: (figure: string) => `${figure}, emitted by the seller itself`,
    gross: (figure: string) => `${figure}, emitted anywhere`,
  },
  ofOrigin: (from: string, figure: string) => `${figure}, arising in ${from}`,
  perHead: (figure: string) => `${figure}, per head`,
  changes: {
    before: (figure: string) => `${figure}, in the base year`,
    after: (figure: string) => `${figure}, in the later year`,
    change: (figure: string) => `${figure}: change`,
    'effect-intensity': (figure: string) => `${figure}: change by emissions per output`,
    'effect-structure': (figure: string) => `${figure}: change by inputs of industries`,
    'effect-mix': (figure: string) => `${figure}: change by what final demand buys`,
    'effect-level': (figure: string) => `${figure}: change by how much final demand buys`,
    'effect-household': (figure: string) => `${figure}: change by households themselves`,
  },
  partAccounts: {
    'total-over-direct': (region: string, sector: string, gas: string) =>
      `Total over direct emissions of ${sector} of ${region}, ${gas}`,
    'pba-sector': (region: string, sector: string, gas: string) =>
      `Production of ${sector} in ${region}, ${gas}`,
    'cba-sector': (region: string, sector: string, gas: string) =>
      `Consumption of ${sector} in ${region}, ${gas}`,
    'cba-category': (region: string, category: string, gas: string) =>
      `Final demand of ${region}, ${category}, ${gas}`,
    'for-domestic-demand-sector': (region: string, sector: string, gas: string) =>
      `For domestic final demand of ${region}, bought from ${sector}, ${gas}`,
    'for-domestic-demand-category': (region: string, category: string, gas: string) =>
      `For domestic final demand of ${region}, ${category}, ${gas}`,
    'for-exports-sector': (region: string, sector: string, gas: string) =>
      `For exports of ${region}, bought from ${sector}, ${gas}`,
    'for-exports-category': (region: string, category: string, gas: string) =>
      `For exports of ${region}, ${category}, ${gas}`,
    multiplier: (region: string, sector: string, gas: string) =>
      `Emissions per unit of final demand for ${sector} of ${region}, ${gas}`,
  },
  chain: (rank: string) => `Largest chains of sales, number ${rank}`,
  otherChains: 'All other chains of sales',
  national: {
    production: (country: string, gas: string, year: string) => `Production of ${country}, ${gas}, ${year}`,
    'production-parts': (country: string, gas: string, year: string) =>
      `Production of ${country}, sum of its parts, ${gas}, ${year}`,
    'net-imports': (country: string, gas: string, year: string) =>
      `Net imports of ${country}, ${gas}, ${year}`,
    consumption: (country: string, gas: string, year: string) => `Consumption of ${country}, ${gas}, ${year}`,
    'net-imports-share': (country: string, gas: string, year: string) =>
      `Net imports of ${country} as a share of its production, ${gas}, ${year}`,
    'land-use-change': (country: string, gas: string, year: string) =>
      `Land-use change of ${country}, ${gas}, ${year}`,
    'with-land-use': (country: string, gas: string, year: string) =>
      `Production of ${country} with land-use change, ${gas}, ${year}`,
  },
  panorama: {
    accounts: {
      production: 'production',
      consumption: 'consumption',
      trade: 'trade',
      nature: 'nature',
      avoided: 'avoided',
    },
    lines: ENGLISH_LINES as Readonly<Record<string, string>>,
    with: (partner: string) => `with ${partner}`,
    line: (about: string, account: string, line: string, by: string, year: string) =>
      `${about}, ${account}, ${year}: ${line}, by ${by}`,
    gap: (about: string, gap: string, year: string) => `${about}, gap ${gap}, ${year}`,
    unexplained: (about: string, gap: string, year: string) =>
      `${about}, gap ${gap}, ${year}: what no part explains`,
    part: (about: string, gap: string, part: string, year: string) =>
      `${about}, gap ${gap}, ${year}: part ${part}`,
  },
  nature: ENGLISH_NATURE,
};

/** The same in Simplified Chinese. */
export const CHINESE_FIGURES: typeof ENGLISH_FIGURES = {
  fuels: CHINESE_KNOWN.fuels,
  scopeTotal: { scope1: '范围一，合计', scope3: '范围三，合计' },
  scope: { scope1: '范围一', scope3: '范围三' },
  bases: { location: '范围二，基于位置', market: '范围二，基于市场' },
  carriers: { electricity: '电力', heat: '热力', steam: '蒸汽', cooling: '冷量' },
  ofCarrier: (basis, carrier) => `${basis}：${carrier}`,
  coverage: '合同工具覆盖的电量占比',
  total: { location: '合计，范围二基于位置', market: '合计，范围二基于市场' },
  sumOfFacilities: '范围一，各设施合计',
  ofGas: (gas) => `范围一：${gas}`,
  combustion: (fuel, gas) => `${spaced(fuel)}燃烧，${gas}`,
  process: (process, gas) => `工业过程 ${process}，${gas}`,
  fugitive: (source, gas) => `${source} 逸散排放，${gas}`,
  measured: (source, gas) => `${source} 实测排放，${gas}`,
  refrigerant: (gas) => `制冷剂 ${gas} 泄漏`,
  ofLine: (figure, line) => `${figure}：${line}`,
  category: (number, name) => `范围三，类别 ${number}：${name}`,
  item: (category, item, basis) => `${category} – ${item}，${basis}`,
  factorBases: { combustion: '燃烧', 'well-to-tank': '上游（油井到油箱）', 'life-cycle': '全生命周期' },
  categories: KNOWN_NAMES['zh-CN'].categories,
  beside: {
    biogenic: (figure) => `生物成因 CO₂，不计入任何范围 – ${figure}`,
    'land-use': (figure) => `土地利用 CO₂，不计入任何范围 – ${figure}`,
    'outside-scopes': (figure) => `范围之外的气体 – ${figure}`,
  },
  besideTotal: {
    biogenic: (scope) => `${scope}之外单独报告的生物成因 CO₂，合计`,
    'land-use': (scope) => `${scope}之外单独报告的土地利用 CO₂，合计`,
  },
  ofFacility: (facility, figure) => `设施 ${facility} – ${figure}`,
  withoutFacility: (figure) => `未注明设施 – ${figure}`,
  bothScopes: {
    location: '范围一和范围二，基于位置',
    market: '范围一和范围二，基于市场',
  },
  ofPartOf: {
    entity: (entity, figure) => spaced(`法人 ${entity} – ${figure}`),
    country: (country, figure) => spaced(`国家 ${country} – ${figure}`),
    month: (month, figure) => spaced(`月份 ${month} – ${figure}`),
  },
  withoutPart: {
    country: (figure) => `未指明国家 – ${figure}`,
    month: (figure) => `超过一个月 – ${figure}`,
  },
  eliminated: (figure) => `成员之间抵销 – ${figure}`,
  baseYear: (figure) => `基准年 – ${figure}`,
  sinceBaseYear: (figure) => `较基准年的变化 – ${figure}`,
  scenario: (scenario, figure) => `情景 ${scenario} – ${figure}`,
  scenarioDifference: (scenario, figure) => `情景 ${scenario}，与基准情形之差 – ${figure}`,
  intensity: (output, figure) => `单位 ${output} – ${figure}`,
  group: (figure) => `集团 – ${figure}`,
  embedded: {
    direct: (good) => `CBAM，${good}：直接隐含排放`,
    indirect: (good) => `CBAM，${good}：间接隐含排放`,
    total: (good) => `CBAM，${good}：隐含排放合计`,
  },
  specific: {
    direct: (good) => `CBAM，${good}：单位产品直接隐含排放`,
    indirect: (good) => `CBAM，${good}：单位产品间接隐含排放`,
    total: (good) => `CBAM，${good}：单位产品隐含排放合计`,
    electricity: (good) => `CBAM，${good}：吨产品耗电量`,
  },
  ofPart: (figure, part) => `${figure}：${part}`,
  landUsePart: (figure) => `${figure}，土地利用变化`,
  financed: {
    classes: {
      'listed-equity': '上市股权',
      'corporate-bond': '公司债券',
      'business-loan': '企业贷款',
      'unlisted-equity': '非上市股权',
      'project-finance': '项目融资',
      'commercial-real-estate': '商业地产',
      mortgage: '住房抵押贷款',
      'motor-vehicle-loan': '机动车贷款',
    },
    scopes: { 'scope1+2': '被投资方范围一和范围二', scope3: '被投资方范围三' },
    all: (scope) => `投融资排放，${scope}`,
    of: (what, scope) => `投融资排放 – ${what}，${scope}`,
    score: (figure) => `${figure}：数据质量得分`,
    attribution: (what) => `归因系数 – ${what}`,
  },
  plants: {
    plant: (plant) => `热电联产厂 ${plant}`,
    product: (plant, product) => `热电联产厂 ${plant} – ${product}`,
    specific: (figure) => `${figure}，单位能量`,
    weight: (figure) => `${figure}：分摊权重`,
  },
  ...CHINESE_PLANTS,
  ...CHINESE_PRODUCTS,
  avoided: (solution) => `避免的排放 – ${solution}`,
  quantity: (name) => `${name}（按公式计算）`,
  accounts: {
    pba: (region, gas) => `${region} 生产侧排放，${gas}`,
    cba: (region, gas) => `${region} 消费侧排放，${gas}`,
    imports: (region, gas) => `${region} 进口隐含排放，${gas}`,
    exports: (region, gas) => `${region} 出口隐含排放，${gas}`,
    balance: (region, gas) => `${region} 贸易隐含排放差额，${gas}`,
    household: (region, gas) => `${region} 居民直接排放，${gas}`,
    'for-domestic-demand': (region, gas) => `${region} 为国内最终需求的排放，${gas}`,
    'for-exports': (region, gas) => `${region} 为出口的排放，${gas}`,
  },
  flow: (from, to, gas) => `${from} 为 ${to} 排放，${gas}`,
  sold: (from, to, gas) => `${from} 售予 ${to} 的隐含排放，${gas}`,
  sales: (from, to) => `${from} 售予 ${to} 的金额`,
  bilateral: {
    eebt: (figure) => `${figure}，仅计卖方自身排放`,
    gross: (figure) => `${figure}，计各地排放`,
  },
  ofOrigin: (from, figure) => `${figure}，发生于 ${from}`,
  perHead: (figure) => `${figure}，人均`,
  changes: {
    before: (figure) => `${figure}，基年`,
    after: (figure) => `${figure}，后一年`,
    change: (figure) => `${figure}：变化`,
    'effect-intensity': (figure) => `${figure}：单位产出排放引起的变化`,
    'effect-structure': (figure) => `${figure}：行业投入引起的变化`,
    'effect-mix': (figure) => `${figure}：最终需求构成引起的变化`,
    'effect-level': (figure) => `${figure}：最终需求规模引起的变化`,
    'effect-household': (figure) => `${figure}：居民自身排放引起的变化`,
  },
  partAccounts: {
    'total-over-direct': (region, sector, gas) => `${region} ${sector} 总排放与直接排放之比，${gas}`,
    'pba-sector': (region, sector, gas) => `${region} ${sector} 生产侧排放，${gas}`,
    'cba-sector': (region, sector, gas) => `${region} ${sector} 消费侧排放，${gas}`,
    'cba-category': (region, category, gas) => `${region} 最终需求 ${category} 的消费侧排放，${gas}`,
    'for-domestic-demand-sector': (region, sector, gas) =>
      `${region} 国内最终需求购自 ${sector} 的排放，${gas}`,
    'for-domestic-demand-category': (region, category, gas) =>
      `${region} 国内最终需求 ${category} 的排放，${gas}`,
    'for-exports-sector': (region, sector, gas) => `${region} 出口购自 ${sector} 的排放，${gas}`,
    'for-exports-category': (region, category, gas) => `${region} 出口 ${category} 的排放，${gas}`,
    multiplier: (region, sector, gas) => `${region} ${sector} 单位最终需求的排放，${gas}`,
  },
  chain: (rank) => `最大销售链，第 ${rank} 位`,
  otherChains: '其余所有销售链',
  national: {
    production: (country, gas, year) => `${country} 生产侧排放，${gas}，${year}`,
    'production-parts': (country, gas, year) => `${country} 生产侧排放，各部分之和，${gas}，${year}`,
    'net-imports': (country, gas, year) => `${country} 净进口隐含排放，${gas}，${year}`,
    consumption: (country, gas, year) => `${country} 消费侧排放，${gas}，${year}`,
    'net-imports-share': (country, gas, year) => `${country} 净进口占生产侧排放的比例，${gas}，${year}`,
    'land-use-change': (country, gas, year) => `${country} 土地利用变化排放，${gas}，${year}`,
    'with-land-use': (country, gas, year) => `${country} 含土地利用变化的生产侧排放，${gas}，${year}`,
  },
  panorama: {
    accounts: {
      production: '生产侧',
      consumption: '消费侧',
      trade: '贸易',
      nature: '自然源',
      avoided: '避免排放',
    },
    lines: CHINESE_LINES,
    with: (partner) => `与 ${partner}`,
    line: (about, account, line, by, year) => `${about} ${account} ${year}：${line}，来源 ${by}`,
    gap: (about, gap, year) => `${about} 差额 ${gap}，${year}`,
    unexplained: (about, gap, year) => `${about} 差额 ${gap}，${year}：未能解释的部分`,
    part: (about, gap, part, year) => `${about} 差额 ${gap}，${year}：其中 ${part}`,
  },
  nature: CHINESE_NATURE,
};

export const useFigureTexts = defineTexts(ENGLISH_FIGURES, CHINESE_FIGURES);
