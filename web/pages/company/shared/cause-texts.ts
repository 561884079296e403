import { defineTexts } from '../../../language/texts.ts';

/** Texts around what a run warns about in several rows with one cause. */
export const useCauseTexts = defineTexts(
  {
    times: (count: string) => `${count} times`,
    names: (names: string) => `about ${names}`,
    namesAndMore: (names: string, more: string) => `about ${names} and ${more} more`,
    each: 'Each of them',
  },
  {
    times: (count) => `共 ${count} 处`,
    names: (names) => `涉及 ${names}`,
    namesAndMore: (names, more) => `涉及 ${names}，另有 ${more} 项`,
    each: '逐项查看',
  },
);
