import { defineTexts } from '../../language/texts.ts';

export const useHomeTexts = defineTexts(
  {
    title: 'Carbon figures that anyone can check',
    lead: 'Companies register their figures here, auditors assure them, exchanges accept them. Each figure is signed and anchored on a chain, so you need to trust nobody to check one: not even this server.',
    ways: {
      verify: {
        title: 'Verify a proof file',
        text: 'See whether a figure is genuine, current and assured. Your browser checks it itself, without signing in.',
      },
      company: {
        title: 'I report for a company',
        text: 'Import data, compute an inventory, register it, and disclose the figures that you choose.',
      },
      auditor: {
        title: 'I am an auditor',
        text: 'Follow each figure to its sources, compute it again, and sign an assurance.',
      },
      exchange: {
        title: 'I am an exchange or regulator',
        text: 'Verify the disclosures that you were sent, and accept, query or reject them.',
      },
    },
    status: 'State of the ledger',
    final: 'final batches',
    anchored: 'anchored batches',
    waiting: 'records that wait',
    halted: (message: string) => `The ledger is halted: ${message}`,
  },
  {
    title: '人人可核验的碳数据',
    lead: '企业在此登记数据，核查机构出具意见，交易所予以采信。每个数字都有签名并锚定在链上，核验时无需信任任何人，包括本服务器。',
    ways: {
      verify: {
        title: '验证证明文件',
        text: '查看数字是否真实、是否最新、是否经过核查。由您的浏览器自行检验，无需登录。',
      },
      company: { title: '我为企业填报', text: '导入数据、核算清单、登记，并披露所选的数字。' },
      auditor: { title: '我是核查人员', text: '追溯每个数字的来源，重新计算，并签署核查意见。' },
      exchange: { title: '我是交易所或监管机构', text: '验证收到的披露，并接受、质询或拒绝。' },
    },
    status: '账本状态',
    final: '最终确认的批次',
    anchored: '已上链的批次',
    waiting: '等待中的记录',
    halted: (message) => `账本已停止：${message}`,
  },
);
