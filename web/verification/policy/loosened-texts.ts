import { defineTexts } from '../../language/texts.ts';

/** Rules of a policy that are weaker than the default ones, and whose words the rules are. */
export const useLoosenedTexts = defineTexts(
  {
    rules: 'Rules:',
    default: 'the default ones',
    weaker: 'weaker than the default:',
    loosened: {
      adverse: 'adverse opinions are not refused',
      rejected: 'rejections are not refused',
      basis: 'what it cites may be out of date',
      newest: 'not asked whether it is the newest version',
      notFinal: 'blocks need not be final',
    },
    age: (duration: string) => `files of up to ${duration}`,
    fromFile: (name: string) => `by the file ${name}`,
  },
  {
    rules: '规则：',
    default: '默认规则',
    weaker: '弱于默认规则：',
    loosened: {
      adverse: '不拒绝否定意见',
      rejected: '不拒绝“拒绝”决定',
      basis: '所引用的内容可以过时',
      newest: '未要求为最新版本',
      notFinal: '区块无需最终确认',
    },
    age: (duration) => `文件时效可达 ${duration}`,
    fromFile: (name) => `依据文件 ${name}`,
  },
);
