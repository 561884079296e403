import { defineTexts } from '../language/texts.ts';

export const useStatesTexts = defineTexts(
  {
    loading: 'Loading…',
    failed: 'That did not work',
    offline: 'The ledger cannot be reached',
    offlineAdvice: 'Check your connection, then try again. What you have opened stays on this page.',
    missing: 'This ledger does not have it',
    missingAdvice:
      'The name or address may be cut off, or belong to another ledger. Search for its beginning.',
    code: 'Code',
    retry: 'Try again',
    connections: { connecting: 'Connecting…', live: 'Live', offline: 'Offline, trying again' },
  },
  {
    loading: '正在加载…',
    failed: '操作未成功',
    offline: '无法连接账本',
    offlineAdvice: '请检查网络连接，然后重试。已打开的内容会保留在本页。',
    missing: '本账本中没有此内容',
    missingAdvice: '名称或地址可能不完整，或属于另一账本。请搜索其开头部分。',
    code: '代码',
    retry: '重试',
    connections: { connecting: '正在连接…', live: '实时更新', offline: '已离线，正在重试' },
  },
);
