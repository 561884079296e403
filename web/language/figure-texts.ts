import { CHINESE_KNOWN, ENGLISH_KNOWN } from './known-names.ts';
import { spaced } from './spaced.ts';
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
  categories: {
    '3.1': 'Purchased goods and services',
    '3.2': 'Capital goods',
    '3.3': 'Fuel- and energy-related activities',
    '3.4': 'Upstream transportation and distribution',
    '3.5': 'Waste generated in operations',
    '3.6': 'Business travel',
    '3.7': 'Employee commuting',
    '3.8': 'Upstream leased assets',
    '3.9': 'Downstream transportation and distribution',
    '3.10': 'Processing of sold products',
    '3.11': 'Use of sold products',
    '3.12': 'End-of-life treatment of sold products',
    '3.13': 'Downstream leased assets',
    '3.14': 'Franchises',
    '3.15': 'Investments',
  },
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
  baseYear: (figure: string) => `Base year – ${figure}`,
  sinceBaseYear: (figure: string) => `Change since the base year – ${figure}`,
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
  avoided: (solution: string) => `Avoided emissions – ${solution}`,
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
  partAccounts: {
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
    'with-land-use': (country: string, gas: string, year: string) =>
      `Production of ${country} with land-use change, ${gas}, ${year}`,
  },
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
  categories: {
    '3.1': '外购商品和服务',
    '3.2': '资本货物',
    '3.3': '燃料和能源相关活动',
    '3.4': '上游运输和配送',
    '3.5': '运营中产生的废弃物',
    '3.6': '商务差旅',
    '3.7': '员工通勤',
    '3.8': '上游租赁资产',
    '3.9': '下游运输和配送',
    '3.10': '售出产品的加工',
    '3.11': '售出产品的使用',
    '3.12': '售出产品的报废处理',
    '3.13': '下游租赁资产',
    '3.14': '特许经营',
    '3.15': '投资',
  },
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
  baseYear: (figure) => `基准年 – ${figure}`,
  sinceBaseYear: (figure) => `较基准年的变化 – ${figure}`,
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
  avoided: (solution) => `避免的排放 – ${solution}`,
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
  partAccounts: {
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
    'with-land-use': (country, gas, year) => `${country} 含土地利用变化的生产侧排放，${gas}，${year}`,
  },
};

export const useFigureTexts = defineTexts(ENGLISH_FIGURES, CHINESE_FIGURES);
