import { defineTexts } from '../../language/texts.ts';

export const usePicturesPageTexts = defineTexts(
  {
    title: 'Pictures',
    titleOf: (record: string) => `Pictures: ${record}`,
    lead: 'The figures of this record as pictures. Each has its numbers as a table and says where they are from.',
    toRecord: 'Back to the record',
    toPictures: 'See the pictures',
    hidden: 'The figures of this record are private',
    hiddenAdvice: 'Sign in as a party that may read them, or open a proof file that shows them.',
  },
  {
    title: '图表',
    titleOf: (record) => `图表：${record}`,
    lead: '以图表展示本记录的数据。每张图都附有数据表，并注明数据来源。',
    toRecord: '返回记录',
    toPictures: '查看图表',
    hidden: '本记录的数据未公开',
    hiddenAdvice: '请以有权读取的主体身份登录，或打开包含这些数据的证明文件。',
  },
);
