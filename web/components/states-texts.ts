import { defineTexts } from '../language/texts.ts';

export const useStatesTexts = defineTexts(
  {
    loading: 'Loading…',
    faults: {
      failed: { title: 'That did not work' },
      offline: {
        title: 'The ledger cannot be reached',
        advice: 'Check your connection, then try again. What you have opened stays on this page.',
      },
      unloaded: {
        title: 'A part of this portal could not be loaded',
        advice:
          'Check your connection, then try again: you stay signed in, and your work stays on this page. If that does not help, the portal was renewed meanwhile. Finish or save what you have in hand, then load the page anew and sign in again.',
      },
      missing: {
        title: 'This ledger does not have it',
        advice: 'The name or address may be cut off, or belong to another ledger. Search for its beginning.',
      },
      changed: {
        title: 'The server sent something else than what was signed',
        advice:
          'Your browser compared the answer with the hashes in the record, and they differ. Do not use it: ask the party for its proof file, and verify that.',
      },
    },
    code: 'Code',
    retry: 'Try again',
    whole: 'Show all',
    recorded: 'As recorded',
    connections: { connecting: 'Connecting…', live: 'Live', offline: 'Offline, trying again' },
  },
  {
    loading: '正在加载…',
    faults: {
      failed: { title: '操作未成功' },
      offline: { title: '无法连接账本', advice: '请检查网络连接，然后重试。已打开的内容会保留在本页。' },
      unloaded: {
        title: '本门户的一部分未能加载',
        advice:
          '请检查网络连接，然后重试：您仍处于登录状态，手头的工作也保留在本页。若仍无效，说明门户已更新：请先完成或保存手头的工作，再重新载入页面并重新登录。',
      },
      missing: {
        title: '本账本中没有此内容',
        advice: '名称或地址可能不完整，或属于另一账本。请搜索其开头部分。',
      },
      changed: {
        title: '服务器所发内容与签名内容不符',
        advice:
          '您的浏览器将答复与记录中的哈希作了比对，两者不一致。请勿使用；请向该主体索取证明文件并加以验证。',
      },
    },
    code: '代码',
    retry: '重试',
    whole: '显示全文',
    recorded: '所记录的原文（英文）',
    connections: { connecting: '正在连接…', live: '实时更新', offline: '已离线，正在重试' },
  },
);
