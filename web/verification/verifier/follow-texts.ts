import { defineTexts } from '../../language/texts.ts';

/** Whether the records behind an answer changed since, by the word of the server. */
export const useFollowTexts = defineTexts(
  {
    asking: 'Asking the server of this website whether records behind this answer were restated since…',
    noServer:
      'Not followed: this file asks no server. Whether records behind this answer were restated since, the page Verify of a ledger says, or the command verify.',
    otherLedger:
      'Not followed: your policy names another ledger than that of this website, which knows nothing about its records.',
    failed: 'Not followed: whether records behind this answer were restated since is unknown',
    again: 'Ask again',
    current: 'The server of this website says that the records behind this answer are the newest versions.',
    restated: (records: string) =>
      `Records behind this answer that were restated or withdrawn since, as the server of this website says: ${records}. Statements from them are struck through. Ask the question again.`,
    unknown: (records: string) =>
      `Not followed, because the server of this website does not know them: records behind this answer: ${records}.`,
    restatedBy: 'A record behind this statement was restated by',
    withdrawnBy: 'A record behind this statement was withdrawn by',
    version: (version: string) => `version ${version}`,
  },
  {
    asking: '正在询问本网站的服务器：此回答所依据的记录此后是否被重述……',
    noServer:
      '未跟踪：本文件不访问任何服务器，因此不知道此回答所依据的记录此后是否被重述。可在账本网站的“验证”页面查看，或使用 verify 命令。',
    otherLedger: '未跟踪：您的验证条件所指的账本不是本网站的账本，本网站对其记录一无所知。',
    failed: '未跟踪：无法得知此回答所依据的记录此后是否被重述',
    again: '再次询问',
    current: '本网站的服务器称：此回答所依据的记录均为最新版本。',
    restated: (records) =>
      `本网站的服务器称，此回答所依据的记录中此后被重述或撤回的数量：${records}。依据它们的陈述已划去。请重新提问。`,
    unknown: (records) => `本网站的服务器不知道以下数量的所依据记录，故未跟踪：${records}。`,
    restatedBy: '此陈述所依据的记录已被重述，见',
    withdrawnBy: '此陈述所依据的记录已被撤回，见',
    version: (version) => `第 ${version} 版`,
  },
);
