import { defineTexts } from '../../language/texts.ts';

export const useListTexts = defineTexts(
  { more: 'Loading more…', news: 'This list has changed.', showNews: 'Show the newest' },
  { more: '正在加载更多…', news: '列表已有更新。', showNews: '显示最新内容' },
);
