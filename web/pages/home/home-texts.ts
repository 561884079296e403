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
    begin: 'Where to begin',
    newest: 'Newest records',
    all: 'All records',
    none: 'No records yet',
    noneAdvice: 'Records appear here as soon as a party registers one.',
    status: 'State of the ledger',
    batches: 'All batches',
    final: 'final batches',
    notFinal: 'batches that are not final yet',
    waiting: 'records waiting for a batch',
    block: (chain: number) => `last final block of chain ${chain}`,
    halted: (message: string) => `The ledger is halted: ${message}`,
    closed: (batch: number) =>
      `The ledger is closed. Its last batch is ${batch}; everything in it can still be read and verified.`,
  },
  {
    title: '人人可核验的碳数据',
    lead: '企业在此登记数据，核查机构出具意见，交易所予以采信。每项数据都有签名并锚定在链上，核验时无需信任任何人，包括本服务器。',
    ways: {
      verify: {
        title: '验证证明文件',
        text: '查看数据是否真实、是否最新、是否经过核查。由您的浏览器自行检验，无需登录。',
      },
      company: { title: '我为企业填报', text: '导入数据、核算排放清单、登记，并披露所选的数据。' },
      auditor: { title: '我是核查人员', text: '追溯每项数据的来源，重新计算，并签署核查意见。' },
      exchange: { title: '我是交易所或监管机构', text: '验证收到的披露，并接受、质询或拒绝。' },
    },
    begin: '从这里开始',
    newest: '最新记录',
    all: '全部记录',
    none: '还没有记录',
    noneAdvice: '一旦有主体登记，记录就会显示在这里。',
    status: '账本状态',
    batches: '全部批次',
    final: '已最终确认的批次',
    notFinal: '尚未最终确认的批次',
    waiting: '等待封批的记录',
    block: (chain) => `链 ${chain} 的最新最终区块`,
    halted: (message) => `账本已停止：${message}`,
    closed: (batch) => `账本已关闭，最后一个批次为第 ${batch} 批；其中的全部内容仍可读取和验证。`,
  },
);
