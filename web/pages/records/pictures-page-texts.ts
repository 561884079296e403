import { defineTexts } from '../../language/texts.ts';

export const usePicturesPageTexts = defineTexts(
  {
    title: 'Pictures',
    titleOf: (record: string) => `Pictures: ${record}`,
    lead: 'The figures of this record as pictures. Each has its numbers as a table and says where they are from.',
    toRecord: 'Back to the record',
    toPictures: 'See the pictures',
    button: 'Pictures',
    toVerify: 'Verify a file',
    hidden: 'The figures of this record are private',
    hiddenAdvice:
      'If you are a party that may read them, sign in. Otherwise ask the party for a proof file, and open it on the page Verify: its report shows the figures.',
  },
  {
    title: '图表',
    titleOf: (record) => `图表：${record}`,
    lead: '以图表展示本记录的数据。每张图都附有数据表，并注明数据来源。',
    toRecord: '返回记录',
    toPictures: '查看图表',
    button: '图表',
    toVerify: '验证文件',
    hidden: '本记录的数据未公开',
    hiddenAdvice:
      '如果您属于有权读取的主体，请登录；否则请向该主体索取证明文件，并在“验证”页面打开：报告会列出其中的数据。',
  },
);
