import { defineTexts } from '../../../language/texts.ts';

export const useCompanyTexts = defineTexts(
  {
    title: 'Your desk',
    lead: 'Your data, results and disclosures, and what others say about them.',
    import: 'Import data',
    compute: 'Compute figures',
    empty: 'Nothing is registered yet',
    emptyAdvice: 'Begin with a table of your activities: fuels, electricity, leaks.',
    inWork: 'In work',
    inWorkLead:
      'Begun and not registered yet. Your choices and texts are kept until you close this browser tab.',
    works: { import: 'Import', compute: 'Computation', disclose: 'Disclosure' },
    goOn: (work: string, title: string) => `${work}: ${title}`,
    streams: 'What you have registered',
    noFlag: 'Nothing needs your attention.',
    flags: (count: string) =>
      count === '1'
        ? '1 needs your attention. It comes first.'
        : `${count} need your attention. They come first.`,
    more: 'Show more',
    withdrawn: 'Withdrawn',
    stale: 'A source has a newer version',
    staleAdvice:
      'What it is based on has changed since. Restate it with the newest data: until then its readers see this notice.',
    read: 'Read it',
    disclose: 'Disclose figures',
    staleDisclosure:
      'The result that it shows has changed since. Disclose the new figures: until then its readers see this notice.',
    discloseAgain: 'Disclose again',
    queriedOn: (version: string) => `Queried on version ${version}`,
    stillOpen: 'Still open: this party has not answered the newer version.',
    restate: 'Restate',
    manage: 'Files and access',
  },
  {
    title: '工作台',
    lead: '您的数据、核算结果与披露，以及他人的意见。',
    import: '导入数据',
    compute: '计算排放量',
    empty: '尚未登记任何记录',
    emptyAdvice: '请从活动数据表开始：燃料、电力、泄漏等。',
    inWork: '进行中',
    inWorkLead: '已开始但尚未登记的工作。您的选择与文字保留至关闭此浏览器标签页为止。',
    works: { import: '导入', compute: '计算', disclose: '披露' },
    goOn: (work, title) => `${work}：${title}`,
    streams: '已登记的内容',
    noFlag: '目前没有需要处理的事项。',
    flags: (count) => `有 ${count} 项需要处理，已排在最前。`,
    more: '显示更多',
    withdrawn: '已撤回',
    stale: '来源已有新版本',
    staleAdvice: '所依据的数据已发生变化。请以最新数据重述；在此之前，读者会看到此提示。',
    read: '查看',
    disclose: '披露数据',
    staleDisclosure: '所披露的核算结果已发生变化。请披露新的数据；在此之前，读者会看到此提示。',
    discloseAgain: '再次披露',
    queriedOn: (version) => `对第 ${version} 版提出质询`,
    stillOpen: '尚未了结：该主体尚未对新版本作出答复。',
    restate: '重述',
    manage: '文件与权限',
  },
);
