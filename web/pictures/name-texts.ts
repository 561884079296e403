import { defineTexts } from '../language/texts.ts';

/** Activities in words. Names of fuels, processes and gases come from the data and stay as they are. */
export const useNameTexts = defineTexts(
  {
    activity: (activity: string, about: string) => `${activity}: ${about}`,
    activities: {
      'fuel-use': 'Use of fuel',
      'electricity-use': 'Use of electricity',
      'heat-use': 'Use of heat',
      'process-activity': 'Process',
      'measured-emission': 'Measured emissions',
      'refrigerant-leak': 'Leaks of refrigerant',
      'value-chain-activity': 'Value chain',
      output: 'Output',
    },
  },
  {
    activity: (activity, about) => `${activity}：${about}`,
    activities: {
      'fuel-use': '燃料消耗',
      'electricity-use': '用电量',
      'heat-use': '用热量',
      'process-activity': '工业过程',
      'measured-emission': '实测排放',
      'refrigerant-leak': '制冷剂泄漏',
      'value-chain-activity': '价值链活动',
      output: '产量',
    },
  },
);
