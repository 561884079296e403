import { defineTexts } from '../language/texts.ts';

/** The words for records, kinds, states and roles, the same on every page. */
export const useRecordTexts = defineTexts(
  {
    kinds: {
      dataset: 'Dataset',
      result: 'Result',
      disclosure: 'Disclosure',
      assurance: 'Assurance',
      decision: 'Decision',
    },
    states: {
      accepted: 'Accepted',
      sealed: 'Sealed',
      submitted: 'Sent to the chain',
      anchored: 'Anchored',
      final: 'Final',
      rejected: 'Rejected',
    },
    roles: {
      company: 'Company',
      provider: 'Data provider',
      auditor: 'Auditor',
      exchange: 'Exchange',
      regulator: 'Regulator',
      operator: 'Operator',
    },
    untitled: 'Without a title',
    copy: 'Copy',
    copied: 'Copied',
    unknownParty: 'Unknown party',
  },
  {
    kinds: {
      dataset: '数据集',
      result: '核算结果',
      disclosure: '披露',
      assurance: '核查意见',
      decision: '决定',
    },
    states: {
      accepted: '已受理',
      sealed: '已封批',
      submitted: '已发送上链',
      anchored: '已上链',
      final: '已最终确认',
      rejected: '已拒绝',
    },
    roles: {
      company: '企业',
      provider: '数据提供方',
      auditor: '核查机构',
      exchange: '交易所',
      regulator: '监管机构',
      operator: '运营方',
    },
    untitled: '无标题',
    copy: '复制',
    copied: '已复制',
    unknownParty: '未知主体',
  },
);
