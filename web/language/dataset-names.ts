import type { DatasetName } from '../../client/generated/row-types.ts';
import { defineTexts } from './texts.ts';

/** The names of the eight datasets. */
export const useDatasetNames = defineTexts(
  {
    activity: 'Activities',
    factor: 'Emission factors',
    power: 'Electricity',
    mrio: 'Input-output table',
    trade: 'Trade and national emissions',
    product: 'Products and footprints',
    natural: 'Land and carbon stocks',
    registry: 'Reference data',
  } satisfies Readonly<Record<DatasetName, string>>,
  {
    activity: '活动数据',
    factor: '排放因子',
    power: '电力',
    mrio: '投入产出表',
    trade: '贸易与国家排放',
    product: '产品与碳足迹',
    natural: '土地与碳储量',
    registry: '基础参考数据',
  },
);
