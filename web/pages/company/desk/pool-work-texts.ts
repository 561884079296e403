import { defineTexts } from '../../../language/texts.ts';

export const usePoolWorkTexts = defineTexts(
  {
    title: 'Computed on pools now',
    lead: 'It goes on when this page is closed. Who asked for it checks what comes back.',
    done: (done: string, all: string) => `${done} of ${all} units done.`,
    dead: (count: string) => `${count} given up.`,
    refused: (code: string) => `It computes no more of it: ${code}.`,
    cancel: 'Cancel',
  },
  {
    title: '正在计算池中计算',
    lead: '关闭本页后计算仍会继续。返回的结果由请求方检查。',
    done: (done: string, all: string) => `已完成 ${done}/${all} 个单元。`,
    dead: (count: string) => `已放弃 ${count} 个。`,
    refused: (code: string) => `该计算池不再计算：${code}。`,
    cancel: '取消',
  },
);
