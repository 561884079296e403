import { spaced } from '../../pictures/words/spaced.ts';

/** Names of figures of land, wood products and landfills in English. */
export const ENGLISH_NATURE = {
  land: {
    forest: 'forest',
    cropland: 'cropland',
    grassland: 'grassland',
    wetlands: 'wetlands',
    settlements: 'settlements',
    'other-land': 'other land',
  },
  converted: (from: string, to: string) => `${from} converted to ${to}`,
  pools: {
    biomass: 'biomass',
    'dead-wood': 'dead wood',
    litter: 'litter',
    soil: 'soil',
    peat: 'extracted peat',
  },
  lines: {
    emission: (land: string, pool: string) => `Emissions of ${land}, ${pool}`,
    removal: (land: string, pool: string) => `Removals by ${land}, ${pool}`,
    change: (land: string, pool: string) => `Change of carbon of ${land}, ${pool}`,
    stock: (land: string, pool: string) => `Carbon stock of ${land}, ${pool}`,
  },
  fire: (land: string, gas: string) => `${gas} of fires on ${land}`,
  organicSoil: (land: string, gas: string) => `${gas} of drained and rewetted soils of ${land}`,
  flooded: (land: string, gas: string) => `${gas} of reservoirs on ${land}`,
  area: (land: string) => `Area of ${land}`,
  totals: {
    emissions: 'Emissions of land',
    'land-use-change': 'Emissions of land-use change',
    'land-management': 'Emissions of land management',
    removals: 'Removals by land',
    net: 'Emissions and removals of land together',
  },
  of: (place: string, figure: string, year: string) => `${place}: ${figure}, ${year}`,
  wood: {
    consumption: {
      inflow: (product: string) => `Carbon of ${product} that comes into use`,
      stock: (product: string) => `Carbon of ${product} in use`,
      outflow: (product: string) => `Carbon of ${product} that goes out of use`,
    },
    domestic: {
      inflow: (product: string) => `Carbon of ${product} of domestic wood that comes into use`,
      stock: (product: string) => `Carbon of ${product} of domestic wood in use`,
      outflow: (product: string) => `Carbon of ${product} of domestic wood that goes out of use`,
    },
  },
  approaches: {
    'stock-change': 'stock-change approach',
    production: 'production approach',
    'atmospheric-flow': 'atmospheric-flow approach',
    'simple-decay': 'simple-decay approach',
  },
  woodLines: {
    removal: (approach: string) => `Removals by wood products, ${approach}`,
    emission: (approach: string) => `Emissions of wood products, ${approach}`,
    imports: (approach: string) => `Imported wood, ${approach}`,
    exports: (approach: string) => `Exported wood, ${approach}`,
    net: (approach: string) => `Wood products, all lines together, ${approach}`,
  },
  waste: {
    deposited: (site: string, waste: string) => `Carbon of ${waste} that is deposited in ${site}`,
    decomposed: (site: string, waste: string) => `Carbon of ${waste} that decomposes in ${site}`,
    stock: (site: string, waste: string) => `Carbon of ${waste} in ${site}`,
  },
  landfill: {
    generated: (site: string) => `Methane that ${site} generates`,
    emission: (site: string) => `Methane that ${site} emits`,
    total: (site: string) => `Methane that ${site} emits, in CO2e`,
  },
};

/** The same in Simplified Chinese. */
export const CHINESE_NATURE: typeof ENGLISH_NATURE = {
  land: {
    forest: '林地',
    cropland: '农田',
    grassland: '草地',
    wetlands: '湿地',
    settlements: '建设用地',
    'other-land': '其他土地',
  },
  converted: (from, to) => `${from}转为${to}`,
  pools: { biomass: '生物质', 'dead-wood': '枯死木', litter: '枯落物', soil: '土壤', peat: '开采的泥炭' },
  lines: {
    emission: (land, pool) => `${land}${pool}排放`,
    removal: (land, pool) => `${land}${pool}清除`,
    change: (land, pool) => `${land}${pool}碳储量变化`,
    stock: (land, pool) => `${land}${pool}碳储量`,
  },
  fire: (land, gas) => `${land}火灾 ${gas} 排放`,
  organicSoil: (land, gas) => `${land}排水和复湿有机土壤 ${gas} 排放`,
  flooded: (land, gas) => `${land}水库 ${gas} 排放`,
  area: (land) => `${land}面积`,
  totals: {
    emissions: '土地排放',
    'land-use-change': '土地利用变化排放',
    'land-management': '土地管理排放',
    removals: '土地清除',
    net: '土地排放与清除合计',
  },
  of: (place, figure, year) => `${place}：${figure}，${year}`,
  wood: {
    consumption: {
      inflow: (product) => `投入使用的 ${spaced(product)}碳`,
      stock: (product) => `在用 ${spaced(product)}的碳`,
      outflow: (product) => `退出使用的 ${spaced(product)}碳`,
    },
    domestic: {
      inflow: (product) => `投入使用的国产材 ${spaced(product)}碳`,
      stock: (product) => `在用国产材 ${spaced(product)}的碳`,
      outflow: (product) => `退出使用的国产材 ${spaced(product)}碳`,
    },
  },
  approaches: {
    'stock-change': '储量变化法',
    production: '生产法',
    'atmospheric-flow': '大气流动法',
    'simple-decay': '简单衰减法',
  },
  woodLines: {
    removal: (approach) => `木质林产品清除，${approach}`,
    emission: (approach) => `木质林产品排放，${approach}`,
    imports: (approach) => `进口木材，${approach}`,
    exports: (approach) => `出口木材，${approach}`,
    net: (approach) => `木质林产品各项合计，${approach}`,
  },
  waste: {
    deposited: (site, waste) => `填埋场 ${site} 填入的 ${spaced(waste)}碳`,
    decomposed: (site, waste) => `填埋场 ${site} 分解的 ${spaced(waste)}碳`,
    stock: (site, waste) => `填埋场 ${site} 中 ${spaced(waste)}的碳`,
  },
  landfill: {
    generated: (site) => `填埋场 ${site} 产生的甲烷`,
    emission: (site) => `填埋场 ${site} 排放的甲烷`,
    total: (site) => `填埋场 ${site} 排放的甲烷，CO2e`,
  },
};
