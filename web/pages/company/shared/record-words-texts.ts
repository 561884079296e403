import { defineTexts } from '../../../language/texts.ts';

/** The words for what a company says about a record of its own. */
export const useRecordWordsTexts = defineTexts(
  {
    title: 'Title',
    titleHelp: {
      dataset: 'As readers will know it, such as “Activity data 2023”',
      result: 'As readers will know it, such as “Inventory 2023”',
      disclosure: 'As the reader will know it, such as “Disclosure 2023”',
      assurance: '',
      decision: '',
    },
    titleNeeded: 'Give it a title',
    subject: 'Subject',
    subjectHelp: {
      dataset: 'Its lasting name: all versions share it. Such as activity/2023',
      result: 'Its lasting name: all versions share it. Such as inventory/2023',
      disclosure: 'Its lasting name: all versions share it. Such as exchange/2023',
      assurance: '',
      decision: '',
    },
    subjectWrong: 'Use small letters, digits and . _ - with / between parts, at most 128 characters',
    period: 'Period',
    periodHelp: 'As readers will read it, such as 2023',
    standard: 'Standard',
    standardHelp: 'Such as GHG Protocol or ISO 14064-1',
    replaces: (now: string, next: string) =>
      `This subject has version ${now}. Yours becomes version ${next} and replaces it; the old one stays readable.`,
    change: 'Why it is replaced',
    changes: {
      restatement: 'Restatement: methods, boundaries or sources changed',
      correction: 'Correction: the version before was wrong',
    },
    reason: 'Reason',
    reasonHelp: 'Everyone can read it, for ever.',
    reasonNeeded: 'Say why the version before is replaced',
    public: 'Public: anyone may read the entries',
    publicHelp: 'This can’t be taken back: what is public stays public.',
    privateHelp:
      'Private now: only your party reads the entries, and those to whom you give access or a proof file.',
  },
  {
    title: '标题',
    titleHelp: {
      dataset: '供读者识别，例如“2023 年活动数据”',
      result: '供读者识别，例如“2023 年温室气体清单”',
      disclosure: '供读者识别，例如“2023 年披露”',
      assurance: '',
      decision: '',
    },
    titleNeeded: '请填写标题',
    subject: '主题',
    subjectHelp: {
      dataset: '长期不变的名称，所有版本共用，例如 activity/2023',
      result: '长期不变的名称，所有版本共用，例如 inventory/2023',
      disclosure: '长期不变的名称，所有版本共用，例如 exchange/2023',
      assurance: '',
      decision: '',
    },
    subjectWrong: '请使用小写字母、数字和 . _ -，各部分以 / 分隔，最多 128 个字符',
    period: '期间',
    periodHelp: '供读者阅读，例如 2023',
    standard: '标准',
    standardHelp: '例如 GHG Protocol 或 ISO 14064-1',
    replaces: (now, next) => `该主题已有第 ${now} 版。您的记录将成为第 ${next} 版并取代它；旧版本仍可查阅。`,
    change: '取代原因类型',
    changes: {
      restatement: '重述：方法、边界或数据来源发生变化',
      correction: '更正：前一版本有误',
    },
    reason: '理由',
    reasonHelp: '所有人都可永久查阅。',
    reasonNeeded: '请说明为何取代前一版本',
    public: '公开：任何人均可查阅条目',
    publicHelp: '此操作无法撤销：一经公开，永远公开。',
    privateHelp: '目前为非公开：仅贵主体，以及您授权或提供证明文件的对象可查阅条目。',
  },
);
