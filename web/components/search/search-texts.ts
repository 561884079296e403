import { defineTexts } from '../../language/texts.ts';

/** The words of the search box and of the page of results. */
export const useSearchTexts = defineTexts(
  {
    search: 'Search',
    hint: 'Party, subject, record id, transaction or batch',
    suggestions: 'Suggestions',
    types: { party: 'Party', stream: 'Stream', record: 'Record', batch: 'Batch' },
    groups: { party: 'Parties', stream: 'Streams', record: 'Records', batch: 'Batches' },
    batch: (number: number) => `Batch ${number}`,
    lead: 'Finds parties by identifier or key, streams by subject, records by id, and batches by number or by the transaction that anchored them.',
    start: 'What do you look for?',
    startAdvice:
      'Type the beginning of an identifier, such as lei:5299, of a subject, such as inventory/2024, or 8 or more digits of an id or a transaction.',
    none: (text: string) => `No name begins with “${text}”`,
    noneAdvice:
      'The search finds identifiers and subjects by their beginning, ids and transactions by their first 8 or more digits, and batches by their number. It does not look inside of names, nor in titles: the page Parties has all parties, and the list of records can be filtered by kind, party, state and time.',
    containing: 'Parties with this text in their identifier',
    allParties: 'To the parties',
    allRecords: 'To the list of records',
    unsearchable: 'Names here consist of letters, digits and ASCII signs, at most 128 of them',
    unsearchableAdvice: 'Search for an identifier, a subject, a number or an id.',
    more: 'There are more. Type more of the name to find others.',
  },
  {
    search: '搜索',
    hint: '主体、主题、记录编号、交易或批次',
    suggestions: '搜索建议',
    types: { party: '主体', stream: '记录系列', record: '记录', batch: '批次' },
    groups: { party: '主体', stream: '记录系列', record: '记录', batch: '批次' },
    batch: (number) => `第 ${number} 批`,
    lead: '可按标识符或密钥查找主体，按主题查找记录系列，按编号查找记录，按批号或将其上链的交易查找批次。',
    start: '您要查找什么？',
    startAdvice:
      '请输入标识符的开头（例如 lei:5299）、主题的开头（例如 inventory/2024），或编号、交易的前 8 位及以上字符。',
    none: (text) => `没有以“${text}”开头的名称`,
    noneAdvice:
      '标识符和主题按开头匹配，编号和交易按前 8 位及以上字符匹配，批次按批号匹配。不在名称中间匹配，也不搜索标题：所有主体见“主体”页面，记录列表可按类型、主体、状态和时间筛选。',
    containing: '标识符中含有该文本的主体',
    allParties: '前往主体页面',
    allRecords: '前往记录列表',
    unsearchable: '名称只含字母、数字和 ASCII 符号，最多 128 个字符',
    unsearchableAdvice: '请搜索标识符、主题、批号或编号。',
    more: '还有更多结果。请输入更完整的名称。',
  },
);
