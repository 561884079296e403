import type { BadInputCode } from '../../../core/error-codes.ts';
import { CODE_MEANINGS } from '../../../jobs/verify/code-meanings.ts';
import { defineTexts } from '../../language/texts.ts';

/** What can be wrong before a file is verified, and what every value means that the protocol does not allow. */
const OF_PAGE = {
  unreadable: 'The browser cannot read the file. Was it moved or changed since you chose it?',
  'working-paper':
    'This is the working paper of an auditor, not a proof file. Open it on the auditor page, which says which opinion cites it and draws its samples again.',
  notAllowed: 'The file holds a value that the format does not allow. Ask for the file again.',
};

/** The codes of values that have words of their own; all others are `notAllowed`. */
type ValueCode =
  | 'json-syntax'
  | 'json-too-large'
  | 'json-depth'
  | 'json-not-canonical'
  | 'json-bom'
  | 'json-utf8'
  | 'missing-member'
  | 'wrong-type'
  | 'bundle-limit';
type WordedCode =
  | Exclude<keyof typeof CODE_MEANINGS, Exclude<BadInputCode, ValueCode>>
  | keyof typeof OF_PAGE;

/** The meanings in Chinese: a code without one does not compile. */
const CHINESE: Readonly<Record<WordedCode, string>> = {
  ok: '通过。',
  'hint-differs': '通过。文件所载交易或区块与链上不同，但这些仅为提示。',
  'format-failed': '未检查：文件不是本账本的有效证明文件。',
  'wrong-domain':
    '文件属于另一条链或另一个账本，与您的验证条件不符。请索取您所用账本的文件，或核对验证条件中的地址。',
  'record-repeated': '文件中有重复的记录。请索取新文件。',
  'key-not-shown': '文件未展示验证条件所要求的数据项。请索取包含该项的文件。',
  'source-missing': '文件缺少一个来源。请索取包含全部来源的文件。',
  'source-later': '来源的登记时间晚于引用它的记录。请勿采信，并询问运营方。',
  'own-source': '有主体对自己的记录出具意见或作出决定，不应采信。',
  'no-chain': '未提供链节点。请在验证条件中填写。',
  'code-differs': '合约代码与验证条件所载不符。请勿信任此文件。',
  'registry-differs': '账本所用登记册与验证条件所载不符。请勿信任此文件。',
  'checkpoint-differs': '验证条件中的区块不在某节点的链上。请勿信任该节点。',
  'not-anchored': '链上没有该批次。请确认节点属于正确的链；若无误，请勿信任此文件。',
  'anchor-differs': '链上该编号的批次内容不同。请索取新文件；若仍如此，请勿信任。',
  'anchored-later': '上链时间晚于判定时间。',
  'head-later': '文件展示的时间晚于判定时间，且缺少当时的版本。',
  'not-final': '批次已上链，但尚未最终确认。请几分钟后再检查。',
  'anchor-failed': '未检查：链上未找到该批次。',
  'unknown-key': '登记册中该主体没有此密钥，签名者另有其人。请勿信任此记录。',
  'closed-key': '当时该密钥无效。请向该主体索取以有效密钥签名的版本。',
  'no-role': '该主体当时不具备此类记录所需的角色。',
  'window-differs': '文件所载密钥或角色的起止时间与登记册不同。请索取新文件。',
  'no-head': '文件未表明哪个版本最新。请索取更新的文件。',
  'not-head': '该记录从未成为其记录系列的最新版本。请索取更新的文件。',
  'link-differs': '文件中的各版本前后不相接。请索取更新的文件。',
  'basis-superseded': '所引用的核算结果或所依据的其他记录已被新版本取代。请索取采用新版本的记录。',
  'basis-withdrawn': '所引用的核算结果或所依据的其他记录已撤回。请勿使用这些数据。',
  'answer-adverse': '有核查机构出具否定意见。使用前请先阅读。',
  'answer-rejected': '有交易所或监管机构予以拒绝。使用前请先阅读该决定。',
  'answer-qualified': '有核查机构出具保留意见。使用前请先阅读。',
  'answer-queried': '有交易所或监管机构提出质询。请阅读该决定。',
  'answer-superseded': '同一主体已有更新的意见取代此意见。请阅读新意见。',
  'answer-withdrawn': '出具方已撤回此意见，不再计入。请向其了解原因。',
  'answer-later': '该意见晚于判定时间，不计入。',
  'answer-not-shown': '文件缺少您所认可主体的意见。请索取包含该意见的文件。',
  'answer-too-early': '意见的登记早于其所针对的记录。不应采信，并请询问运营方。',
  'other-version': '该意见针对另一版本，仅对那一版本有效。',
  'no-answer': '您所认可的主体尚未出具意见。',
  'no-judges': '验证条件未指定以谁的意见为准，文件可能缺少某些意见。',
  'wrong-party': '该记录不属于验证条件所指定的主体。',
  'ledger-closed': '账本已关闭。请向其后继账本查询是否有新版本。',
  'citation-malformed': '数据项引用核算结果的形式有误，不应采信。',
  'citation-source': '数据项引用的记录并非同一主体的核算结果，不应采信。',
  'citation-key': '所引用的数据项以另一名称展示而未说明理由，不应采信。',
  'citation-absent': '核算结果中没有所引用的数据项，不应采信。',
  'figure-not-of-run': '该数据并非其核算结果的运算所得，无法重新计算。',
  'figure-uncited': '该数据未指明核算结果，无法重新计算。',
  superseded: '账本中已有更新的版本。请索取该版本的文件。',
  withdrawn: '该记录已撤回。请勿使用这些数据，并向该主体了解原因。',
  'too-old': '文件的时间超出验证条件允许的期限。请重新获取。',
  'no-replays': '验证条件中重算该批次的主体数量不足。请索取更新的文件，或降低验证条件中的数量。',
  'head-newer': '文件提到更新的版本，但验证条件中重算它的主体不足。请索取更新的文件。',
  'no-history': '文件缺少某个早期版本。',
  'no-party': '文件未列出该主体的记录系列。',
  'order-falls': '某版本的登记早于它所接续的版本。请勿采信，并询问运营方。',
  'state-proofs-not-read': '本版本不读取状态证明。',
  'no-faults': '验证条件未指定登记运营方差错的合约。',
  'not-in-this-version': '本版本没有此项检查。',
  'no-run': '文件未展示数据的计算过程。',
  'no-engines': '验证条件未认可任何计算引擎。',
  'engine-missing':
    '此处没有计算这些数据的引擎，或其文件的 SHA-256 与运算说明不一致。请在验证页面放入具有所示 SHA-256 的引擎文件。',
  'inputs-not-shown': '文件未包含所用的全部数据行或文档。请将它们与文件一并打开。',
  'run-malformed': '运算说明的形式有误，不应采信这些数据。',
  'engine-not-accepted': '计算所用的引擎未获验证条件认可。若信任该引擎，请将所示 SHA-256 加入验证条件。',
  'engine-differs': '引擎的名称或版本与运算说明不符，不应采信这些数据。',
  'inputs-differ': '运算使用的数据行与其说明不符，不应采信这些数据。',
  'outputs-differ': '引擎算出的数据项与运算说明不符，不应采信这些数据。',
  'run-refused': '引擎拒绝重新计算，不应采信这些数据。',
  'figure-differs': '重新计算得出不同的数值，不应采信这些数据。',
  'over-limit':
    '所需运算超出一次验证的上限，因此无法得知结果。请索取较小的文件；抽样次数过多的运算可单独重算。',
  internal: '发生意外错误，请反馈。',
  'proof-length': '证明的长度有误。文件已被改动或已损坏。',
  'proof-root': '文件已被改动：所示内容与签名或上链的哈希不符。',
  'proof-end': '“不存在”的证明有误。文件已被改动。',
  'chain-start': '批次序列的起点有误。',
  'chain-link': '批次与前一批次不相接。',
  'chain-time': '批次时间早于前一批次。',
  signer: '签名所用的密钥与预期不同。',
  'rpc-unreachable': '应答的节点不足。请检查节点地址和网络；节点须允许来自网页的请求（CORS）。',
  'rpc-disagree': '各节点的答复不一致。请重试或更换节点。',
  'rpc-answer': '节点的答复不符合链节点的格式。请检查其地址。',
  'rpc-limit': '对节点的查询已达一次验证的上限。请更换更快的节点重试。',
  'wrong-chain': '该节点属于另一条链，与验证条件不符。请使用正确的链的节点。',
  'no-final-block': '链上尚无最终确认的区块。请稍后重试。',
  'no-contract': '验证条件中的地址没有账本合约。请与您已知的地址和链比对。',
  'json-syntax': '这不是证明文件：并非 JSON，或内容被截断。请重新索取。',
  'json-too-large': '文件超过证明文件的上限（16 MiB）。',
  'json-depth': '文件的嵌套层数超过证明文件的上限。',
  'json-not-canonical': '文件被编辑器或程序重新保存过。请使用原样的文件。',
  'json-bom': '编辑器在文件开头添加了标记。请使用原样的文件。',
  'json-utf8': '这不是证明文件：内容不是文本。',
  'missing-member': '这不是证明文件，或缺少部分内容。',
  'wrong-type': '这不是本页面所支持格式的证明文件。',
  'bundle-limit': '文件内容超过证明文件的上限。',
  unreadable: '浏览器无法读取文件。选择后文件是否被移动或修改？',
  'working-paper':
    '这是核查机构的工作底稿，不是证明文件。请在核查机构页面打开：该页会指出引用它的意见，并重新抽取其样本。',
  notAllowed: '文件含有格式不允许的值。请重新索取。',
};

const useWords = defineTexts<Readonly<Record<WordedCode, string>>>({ ...CODE_MEANINGS, ...OF_PAGE }, CHINESE);

/** Returns what a code means and what to do next, in the language of the page. */
export function useCodeText(): (code: string) => string {
  const words = useWords() as Readonly<Record<string, string>>;
  return (code) => words[Object.hasOwn(CHINESE, code) ? code : 'notAllowed']!.replaceAll('`', '');
}
