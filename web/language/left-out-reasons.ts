import { LEFT_OUT_REASONS } from '../../client/generated/row-types.ts';
import { defineTexts } from './texts.ts';

/** Why a run leaves out a row, in words. A method can name further reasons, which have none here. */
export const useLeftOutReasons: () => Readonly<Record<string, string>> = defineTexts(LEFT_OUT_REASONS, {
  'outside-period': '不在核算期间内',
  'type-not-read': '该方法不读取此类行',
  'other-gwp-set': '属于其他全球变暖潜势数据集',
  'other-basis': '没有活动采用该口径',
  'not-needed': '没有活动需要',
  'not-counted': '该方法没有对应的数据',
  'retired-for-others': '绿证并非为参数所列组织注销',
  consolidation: '不在合并范围内',
  document: '没有数量的文件',
});
