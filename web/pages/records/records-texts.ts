import { defineTexts } from '../../language/texts.ts';

export const useRecordsTexts = defineTexts(
  {
    title: 'Records',
    lead: 'Everything that was registered, the newest first.',
    record: 'Record',
    kind: 'Kind',
    party: 'Party',
    accepted: 'Accepted',
    state: 'State',
    version: (subject: string, sequence: number) => `${subject}, version ${sequence}`,
    none: 'No records yet',
    noneAdvice: 'Records appear here as soon as a party registers one.',
  },
  {
    title: '记录',
    lead: '所有已登记的内容，最新的在前。',
    record: '记录',
    kind: '类型',
    party: '主体',
    accepted: '受理时间',
    state: '状态',
    version: (subject, sequence) => `${subject}，第 ${sequence} 版`,
    none: '还没有记录',
    noneAdvice: '一旦有主体登记，记录就会显示在这里。',
  },
);
