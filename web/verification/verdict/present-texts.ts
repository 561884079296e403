import { defineTexts } from '../../language/texts.ts';

/** What is known of a record after the batch of its file. */
export const usePresentTexts = defineTexts(
  {
    notChecked: (count: string, isOne: boolean) =>
      isOne
        ? 'One batch was anchored since. Whether a newer version replaced it was not checked.'
        : `${count} batches were anchored since. Whether a newer version replaced it was not checked.`,
    notCheckedOther: (count: string, isOne: boolean) =>
      isOne
        ? 'One batch was anchored since. What it changed was not checked.'
        : `${count} batches were anchored since. What they changed was not checked.`,
    checking: (count: string, isOne: boolean) =>
      isOne
        ? 'One batch was anchored since. Checking whether a newer version replaced it…'
        : `${count} batches were anchored since. Checking whether a newer version replaced it…`,
    unknown: {
      notFetched: 'Whether it is still the newest is unknown: this website gave no newer proof file.',
      notVerified:
        'Whether it is still the newest is unknown: the newer proof file could not be verified to the end.',
      otherRecord:
        'Whether it is still the newest is unknown: this website gave the proof file of another record.',
      notGenuine:
        'Whether it is still the newest is unknown: the proof file that this website gave is altered or forged. Do not trust this website about it.',
      unusable:
        'Whether it is still the newest is unknown: the proof file that this website gave does not tell.',
      notNewer: 'Whether it is still the newest is unknown: this website gave a file that is no newer.',
    },
    sinceUnknown: (count: string, isOne: boolean) =>
      isOne ? 'One batch was anchored since.' : `${count} batches were anchored since.`,
    again: 'Check again',
    ofFile: 'The file itself',
    ofNow: 'The record today',
    said: (verdict: string, time: string) => `${verdict}. Checked ${time}.`,
    asOf: (verdict: string, batch: string, time: string) => `${verdict}, as of batch ${batch}, ${time}`,
    asOfBatch: (verdict: string, batch: string) => `${verdict}, as of batch ${batch}`,
    fetched:
      'From the newest proof file of the record. This website gave it; it was verified here like yours.',
    replaced: 'This record was replaced by:',
    withdrawn: 'This record was withdrawn by:',
    sourceReplaced: (title: string) => `“${title}”, which it cites, was replaced by:`,
    sourceWithdrawn: (title: string) => `“${title}”, which it cites, was withdrawn by:`,
    version: (version: string) => `version ${version}`,
    checks: (batch: string) => `Checks of the newest proof file, as of batch ${batch}`,
  },
  {
    notChecked: (count) => `此后又有 ${count} 个批次上链，未检查该记录是否已被新版本取代。`,
    notCheckedOther: (count) => `此后又有 ${count} 个批次上链，未检查其中有何变化。`,
    checking: (count) => `此后又有 ${count} 个批次上链，正在检查该记录是否已被新版本取代……`,
    unknown: {
      notFetched: '无法得知是否仍为最新版本：本网站未提供更新的证明文件。',
      notVerified: '无法得知是否仍为最新版本：更新的证明文件未能验证完毕。',
      otherRecord: '无法得知是否仍为最新版本：本网站提供的是另一记录的证明文件。',
      notGenuine: '无法得知是否仍为最新版本：本网站提供的证明文件被改动或伪造。请勿信任本网站关于它的说法。',
      unusable: '无法得知是否仍为最新版本：本网站提供的证明文件无法说明。',
      notNewer: '无法得知是否仍为最新版本：本网站提供的文件并不更新。',
    },
    sinceUnknown: (count) => `此后又有 ${count} 个批次上链。`,
    again: '重新检查',
    ofFile: '文件本身',
    ofNow: '记录现状',
    said: (verdict, time) => `${verdict}。检查时间：${time}。`,
    asOf: (verdict, batch, time) => `${verdict}，截至第 ${batch} 批次，${time}`,
    asOfBatch: (verdict, batch) => `${verdict}，截至第 ${batch} 批次`,
    fetched: '依据该记录最新的证明文件：由本网站提供，并与您的文件一样在此验证。',
    replaced: '该记录已被取代，取代它的是：',
    withdrawn: '该记录已被撤回，撤回它的是：',
    sourceReplaced: (title) => `其引用的“${title}”已被取代，取代它的是：`,
    sourceWithdrawn: (title) => `其引用的“${title}”已被撤回，撤回它的是：`,
    version: (version) => `第 ${version} 版`,
    checks: (batch) => `最新证明文件的检查项，截至第 ${batch} 批次`,
  },
);
