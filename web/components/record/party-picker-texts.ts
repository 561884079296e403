import { defineTexts } from '../../language/texts.ts';

export const usePartyPickerTexts = defineTexts(
  { find: 'Find a party by its identifier', none: 'No party with such an identifier', more: 'Show more' },
  { find: '按标识查找主体', none: '没有此标识的主体', more: '显示更多' },
);
