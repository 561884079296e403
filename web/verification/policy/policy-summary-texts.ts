import { defineTexts } from '../../language/texts.ts';

export const usePolicySummaryTexts = defineTexts(
  {
    ledger: (chain: string) => `Ledger on chain ${chain}:`,
    words: {
      server: 'address from this website, not compared',
      proof: 'address from the file, not compared',
      policy: 'address by a policy file',
    },
    endpoint: (host: string) => `asks ${host}`,
    endpoints: (hosts: string, quorum: string, all: string) =>
      `asks ${hosts}, of ${all} answers ${quorum} must agree`,
    noEndpoint: 'asks no endpoint of the chain',
    required: (check: string) => `must hold: “${check}”`,
    basis: 'what is cited must be the newest',
    judges: (count: string) => `parties whose answer about this record counts: ${count}`,
    replays: (quorum: string, all: string) => `recomputed by ${quorum} of ${all} named parties`,
    oneParty: 'of one party only',
    keys: (count: string) => `figures that must be shown: ${count}`,
    maxAge: (days: string) => `greatest age of a file, in days: ${days}`,
  },
  {
    ledger: (chain) => `链 ${chain} 上的账本：`,
    words: {
      server: '地址由本网站提供，尚未比对',
      proof: '地址取自文件，尚未比对',
      policy: '地址取自验证条件文件',
    },
    endpoint: (host) => `查询 ${host}`,
    endpoints: (hosts, quorum, all) => `查询 ${hosts}，${all} 个答复中须有 ${quorum} 个一致`,
    noEndpoint: '不查询链节点',
    required: (check) => `须成立：“${check}”`,
    basis: '所引用的内容须为最新版本',
    judges: (count) => `以 ${count} 个主体对本记录的意见为准`,
    replays: (quorum, all) => `${all} 个指定主体中须有 ${quorum} 个重新计算过`,
    oneParty: '仅限一个主体',
    keys: (count) => `须展示 ${count} 个数据项`,
    maxAge: (days) => `文件时效不超过 ${days} 天`,
  },
);
