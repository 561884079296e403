import { defineTexts } from '../language/texts.ts';

export const useProvenanceTexts = defineTexts(
  {
    label: (title: string) => `What ${title} was made from`,
    figure: 'Figure',
    wholeRecord: 'The record as a whole',
    answers: 'What answers it',
    notFound: (key: string) => `The record shows no figure ${key}. Choose another one.`,
    private: 'The entries of this record are private, so its figures cannot be followed here.',
    privateAdvice:
      'If you are its party, or a party with a grant, sign in. Otherwise ask the party for a proof file, and open it on the page Verify. The records that it was made from are shown below.',
    loading: (count: string) => `${count} records are being read…`,
  },
  {
    label: (title) => `${title} 的依据`,
    figure: '数据',
    wholeRecord: '整条记录',
    answers: '对它的意见与决定',
    notFound: (key) => `该记录没有显示数据 ${key}，请选择其他数据。`,
    private: '该记录的数据项不公开，因此无法在此追溯其数据。',
    privateAdvice:
      '如果您属于其主体或获授权的主体，请登录；否则请向该主体索取证明文件，并在“验证”页面打开。以下显示其所依据的记录。',
    loading: (count) => `正在读取 ${count} 条记录…`,
  },
);
