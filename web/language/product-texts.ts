/** Names of figures of products in English: of their life cycles, and of their footprints. */
export const ENGLISH_PRODUCTS = {
  product: {
    parts: {
      total: (product: string) => `${product}, life cycle, total`,
      fossil: (product: string) => `${product}, life cycle, fossil part`,
      biogenic: (product: string) => `${product}, life cycle, biogenic part`,
      'land-use': (product: string) => `${product}, life cycle, land-use change`,
      stored: (product: string) => `${product}: CO₂ that stays stored`,
      primary: (product: string) => `${product}: from primary data`,
      substitution: (product: string) => `${product}: what avoided products save`,
      'without-substitution': (product: string) => `${product}: total without what is saved`,
      direct: (product: string) => `${product}: emitted by its own process`,
      'other-processes': (product: string) => `${product}: emitted by all other processes`,
    },
    flow: (product: string, flow: string, compartment: string, origin: string) =>
      `${product}: ${flow} (${compartment}, ${origin})`,
    about: {
      'indirect-land-use': (product: string, flow: string) => `${product}: ${flow} of indirect land use`,
      process: (product: string, process: string) => `${product}: emitted by ${process}`,
      impact: (product: string, category: string) => `${product}: ${category}`,
      'cut-off': (product: string, item: string) => `${product}: ${item} that is cut off`,
      run: (product: string, process: string) => `${product}: runs of ${process}`,
      carbon: (product: string, origin: string) => `${product}: ${origin} carbon in it`,
    },
    input: (product: string, item: string, process: string) =>
      `${product}: emitted anywhere for ${item} from ${process}`,
    link: (product: string, item: string, process: string, user: string) =>
      `${product}: emitted anywhere for ${item} from ${process} to ${user}`,
    module: (part: string, module: string) => `${part}, module ${module}`,
    comparison: (other: string, one: string) => `${other} less ${one}`,
    ofProcess: (figure: string, process: string) => `${figure}: emitted by ${process}`,
    ofOthers: (figure: string) => `${figure}: emitted by all other processes`,
    share: (process: string, item: string) => `Part of ${process} that ${item} has`,
  },
  footprint: {
    attribute: (product: string, attribute: string) => `Footprint of ${product}: ${attribute}`,
    'primary-data': (product: string) => `Footprint of ${product}: from primary data`,
    passport: (product: string) => `Footprint of ${product}, for its passport`,
  },
};

/** The same in Simplified Chinese. */
export const CHINESE_PRODUCTS: typeof ENGLISH_PRODUCTS = {
  product: {
    parts: {
      total: (product) => `${product} 生命周期合计`,
      fossil: (product) => `${product} 生命周期，化石部分`,
      biogenic: (product) => `${product} 生命周期，生物源部分`,
      'land-use': (product) => `${product} 生命周期，土地利用变化`,
      stored: (product) => `${product}：长期储存的 CO₂`,
      primary: (product) => `${product}：来自初级数据的部分`,
      substitution: (product) => `${product}：被替代产品节省的排放`,
      'without-substitution': (product) => `${product}：不计节省的合计`,
      direct: (product) => `${product}：自身过程的排放`,
      'other-processes': (product) => `${product}：其他所有过程的排放`,
    },
    flow: (product, flow, compartment, origin) => `${product}：${flow}（${compartment}，${origin}）`,
    about: {
      'indirect-land-use': (product, flow) => `${product}：间接土地利用的 ${flow}`,
      process: (product, process) => `${product}：${process} 的排放`,
      impact: (product, category) => `${product}：影响类别 ${category}`,
      'cut-off': (product, item) => `${product}：被截断的 ${item}`,
      run: (product, process) => `${product}：${process} 的运行次数`,
      carbon: (product, origin) => `${product}：所含 ${origin} 碳`,
    },
    input: (product, item, process) => `${product}：来自 ${process} 的 ${item} 引起的全部排放`,
    link: (product, item, process, user) => `${product}：${process} 供给 ${user} 的 ${item} 引起的全部排放`,
    module: (part, module) => `${part}，模块 ${module}`,
    comparison: (other, one) => `${other} 减去 ${one}`,
    ofProcess: (figure, process) => `${figure}：${process} 的排放`,
    ofOthers: (figure) => `${figure}：其他所有过程的排放`,
    share: (process, item) => `${item} 在 ${process} 中的分摊比例`,
  },
  footprint: {
    attribute: (product, attribute) => `${product} 的碳足迹：${attribute}`,
    'primary-data': (product) => `${product} 的碳足迹：来自初级数据的部分`,
    passport: (product) => `${product} 的碳足迹（产品护照）`,
  },
};
