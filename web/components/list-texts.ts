import { defineTexts } from '../language/texts.ts';

export const useListTexts = defineTexts({ more: 'Loading more…' }, { more: '正在加载更多…' });
