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
      'Sign in as its party or as a party with a grant, or open its proof file on the page Verify. The records that it was made from are shown below.',
    loading: (count: string) => `${count} records are being read…`,
  },
  {
    label: (title) => `${title} 的依据`,
    figure: '数值',
    wholeRecord: '整条记录',
    answers: '对它的答复',
    notFound: (key) => `该记录没有显示数值 ${key}，请选择其他数值。`,
    private: '该记录的条目不公开，因此无法在此追溯其数值。',
    privateAdvice: '请以其主体或获授权的主体登录，或在“验证”页面打开其证明文件。以下显示其所依据的记录。',
    loading: (count) => `正在读取 ${count} 条记录…`,
  },
);
