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
      older: 'an older format, whose rules on newer versions and answers only warn',
      anyAge: 'files of any age',
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
      older: '较旧的格式，其关于新版本和意见的规则仅作警告',
      anyAge: '文件时效不限',
      notFinal: '区块无需最终确认',
    },
    age: (duration) => `文件时效可达 ${duration}`,
    fromFile: (name) => `依据文件 ${name}`,
  },
);
