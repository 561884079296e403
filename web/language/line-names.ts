import type { ENGLISH_LINES } from '../../pictures/words/line-names.ts';

/** Common names of lines of a panorama, of gaps and of their parts, in Chinese. */
export const CHINESE_LINES: Readonly<Record<keyof typeof ENGLISH_LINES, string>> = {
  total: '合计',
  making: '制造',
  abroad: '境外',
  exports: '出口',
  imports: '进口',
  households: '居民',
  removals: '清除量',
  emissions: '排放量',
  net: '排放量减清除量',
  stock: '碳储量',
  forest: '森林',
  wood: '木制品',
  share: '占生产侧的比例',
  'net-imports': '净进口',
  'net-imports-share': '净进口占生产侧的比例',
  'land-use-change': '土地利用变化',
  'without-imports': '不含进口',
  'solar-modules': '光伏组件',
  'wind-turbines': '风电机组',
  trade: '贸易',
  partners: '按贸易伙伴',
  'wood-products': '木制品',
  'soil-of-settlements': '建设用地土壤',
};
