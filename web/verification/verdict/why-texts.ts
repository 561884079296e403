import { defineTexts } from '../../language/texts.ts';

/** The headline of a verdict: the verdict itself first, then its cause; and what a cause means. */
export const useWhyTexts = defineTexts(
  {
    verified: 'Verified',
    causes: {
      unreadable: 'Not verified: not a proof file',
      otherLedger: 'Not verified: of another ledger',
      altered: 'Not verified: altered or forged',
      unanchored: 'Not verified: the chain does not confirm it',
      unauthorised: 'Not verified: no valid key or role',
      inconsistent: 'Not verified: its records contradict each other',
      figures: 'Not verified: the figures do not follow from their sources',
      withdrawn: 'Not verified: withdrawn',
      replaced: 'Not verified: replaced by a newer version',
      outdated: 'Not verified: too old',
      objected: 'Not verified: somebody objects',
      policy: 'Not verified: not what your policy requires',
      incomplete: 'Not verified: something is missing in the file',
      other: 'Not verified',
    },
    genuine: {
      withdrawn: 'Not verified: genuine, but withdrawn',
      replaced: 'Not verified: genuine, but replaced by a newer version',
      outdated: 'Not verified: genuine, but too old',
      objected: 'Not verified: genuine, but somebody objects',
      policy: 'Not verified: genuine, but not what your policy requires',
      incomplete: 'Not verified: genuine, but something is missing in the file',
    },
    lacks: {
      notFinal: 'Unchecked: not final yet',
      noChain: 'Unchecked: the chain was not asked',
      silentChain: 'Unchecked: the chain gave no usable answer',
      unmet: 'Unchecked: a required check could not be made',
    },
    doNotUse: 'Do not use these figures:',
    altered:
      'What the file shows does not match its signature or its anchor on the chain. Do not use these figures:',
    isGenuine:
      'The file shows what was signed and anchored: nothing in it was altered. But do not use these figures as they are:',
  },
  {
    verified: '验证通过',
    causes: {
      unreadable: '验证未通过：不是证明文件',
      otherLedger: '验证未通过：属于另一账本',
      altered: '验证未通过：内容被改动或伪造',
      unanchored: '验证未通过：链上未予证实',
      unauthorised: '验证未通过：没有有效的密钥或角色',
      inconsistent: '验证未通过：其中的记录相互矛盾',
      figures: '验证未通过：数据与其来源不符',
      withdrawn: '验证未通过：已撤回',
      replaced: '验证未通过：已被新版本取代',
      outdated: '验证未通过：时间过久',
      objected: '验证未通过：有主体提出异议',
      policy: '验证未通过：不符合您的策略',
      incomplete: '验证未通过：文件缺少内容',
      other: '验证未通过',
    },
    genuine: {
      withdrawn: '验证未通过：文件真实，但已撤回',
      replaced: '验证未通过：文件真实，但已被新版本取代',
      outdated: '验证未通过：文件真实，但时间过久',
      objected: '验证未通过：文件真实，但有主体提出异议',
      policy: '验证未通过：文件真实，但不符合您的策略',
      incomplete: '验证未通过：文件真实，但缺少内容',
    },
    lacks: {
      notFinal: '尚未核实：尚未最终确认',
      noChain: '尚未核实：未查询链',
      silentChain: '尚未核实：链节点未给出可用的答复',
      unmet: '尚未核实：有必需的检查无法进行',
    },
    doNotUse: '请勿使用这些数据：',
    altered: '文件所示内容与其签名或链上锚定不符。请勿使用这些数据：',
    isGenuine: '文件所示即为所签署并上链的内容，未被改动。但请勿照原样使用这些数据：',
  },
);
