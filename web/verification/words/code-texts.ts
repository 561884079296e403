import type { FailedCheckCode } from '../../../core/errors.ts';
import type { ReaderErrorCode } from '../../../core/verify/chain-reader.ts';
import type { VERIFY_CODES } from '../../../core/verify/result.ts';
import { defineTexts } from '../../language/texts.ts';

/** The codes that have words of their own. All others are of values that the protocol does not allow: `notAllowed` says so. */
type WordedCode = keyof typeof VERIFY_CODES | FailedCheckCode | ReaderErrorCode | FileCode;
type FileCode =
  | 'json-syntax'
  | 'json-too-large'
  | 'json-depth'
  | 'json-not-canonical'
  | 'json-bom'
  | 'json-utf8'
  | 'missing-member'
  | 'wrong-type'
  | 'bundle-limit'
  | 'unreadable'
  | 'working-paper'
  | 'notAllowed';
type Words = Readonly<Record<WordedCode, string>>;

const ENGLISH: Words = {
  ok: 'Passed.',
  'hint-differs':
    'Passed. The file names another transaction or block than the chain, but these are only hints.',
  'format-failed': 'Not checked, because the file is not a valid proof file of this ledger.',
  'wrong-domain':
    'The file belongs to another chain or ledger than your policy names. Ask for a file of your ledger, or compare the address in the policy.',
  'record-repeated': 'A record is in the file twice. Ask for a new file.',
  'key-not-shown': 'Your policy asks for a figure that the file does not show. Ask for a file that shows it.',
  'source-missing': 'A source is not in the file. Ask for a file with all sources.',
  'source-later':
    'A source was registered later than the record that names it. Do not accept the record; ask the operator.',
  'own-source': 'Somebody assured or decided on a record of their own. Do not rely on it.',
  'no-chain': 'No endpoint of the chain was given. Name one in the policy.',
  'code-differs': 'The code of a contract is not the code that your policy names. Do not trust the file.',
  'registry-differs': 'The ledger uses another registry than your policy names. Do not trust the file.',
  'checkpoint-differs':
    'A block of your policy is not on the chain of an endpoint. Do not trust that endpoint.',
  'not-anchored':
    'The chain has no such batch. Check that the endpoint is of the right chain; if so, do not trust the file.',
  'anchor-differs':
    'The chain has another batch under this number. Ask for a new file; if it says the same, do not trust it.',
  'anchored-later': 'It was anchored after the time of the judgement.',
  'head-later':
    'The file shows a later time than the one that you judge, and lacks the version of that time.',
  'not-final': 'The batch is anchored, but not final yet. Check again in a few minutes.',
  'anchor-failed': 'Not checked, because the batch was not found on the chain.',
  'unknown-key': 'The registry has no such key of this party: somebody else signed. Do not trust the record.',
  'closed-key': 'The key was not valid at that time. Ask the party for a version signed with a valid key.',
  'no-role': 'The party did not have the role that this kind of record needs.',
  'window-differs': 'The file shows other times of a key or role than the registry. Ask for a new file.',
  'no-head': 'The file does not show which version is the newest. Ask for a newer file.',
  'not-head': 'The record never became the newest version of its stream. Ask for a newer file.',
  'link-differs': 'The versions in the file do not follow each other. Ask for a newer file.',
  'basis-superseded':
    'A result that it cites, or another record behind it, was replaced by a newer version. Ask the party for a record that uses the newer one.',
  'basis-withdrawn':
    'A result that it cites, or another record behind it, was withdrawn. Do not use the figures.',
  'answer-adverse': 'An auditor gave an adverse opinion. Read it before you use the figures.',
  'answer-rejected': 'An exchange or regulator rejected it. Read the decision before you use the figures.',
  'answer-qualified': 'An auditor gave a qualified opinion. Read it before you use the figures.',
  'answer-queried': 'An exchange or regulator has a question about it. Read the decision.',
  'answer-superseded': 'A newer answer of the same party replaced this one. Read the newer one.',
  'answer-withdrawn': 'Its party withdrew this answer, so it counts as none. Ask the party why.',
  'answer-later': 'The answer came after the time of the judgement. It does not count.',
  'answer-not-shown': 'The answer of a party that counts for you is not in the file. Ask for a file with it.',
  'answer-too-early':
    'An answer was registered before the record that it answers. Do not rely on it; ask the operator.',
  'other-version': 'An answer is about another version, and counts for that version alone.',
  'no-answer': 'A party whose answer counts for you has given none.',
  'no-judges': 'Your policy names nobody whose answer counts, so answers may be missing in the file.',
  'wrong-party': 'The record belongs to another party than your policy names.',
  'ledger-closed': 'The ledger was closed. Ask its successor whether there is a newer version.',
  'citation-malformed': 'A figure names its result in a wrong form. Do not rely on it.',
  'citation-source': 'A figure cites a record that is not a result of its own party. Do not rely on it.',
  'citation-key': 'A cited figure is shown under another name without a reason. Do not rely on it.',
  'citation-absent': 'The result does not have the figure that is cited. Do not rely on it.',
  'figure-not-of-run': 'A figure does not come from the run of its result, so nobody can compute it again.',
  'figure-uncited': 'A figure names no result, so nobody can compute it again.',
  superseded: 'A newer version is in the ledger. Ask for a file of that version.',
  withdrawn: 'The record was withdrawn. Do not use the figures. Ask the party why.',
  'too-old': 'The file is older than your policy allows. Fetch it again.',
  'no-replays':
    'Too few of the parties in your policy recomputed the batch. Ask for a newer file, or lower the number in the policy.',
  'head-newer':
    'The file names a newer version that too few parties in your policy recomputed. Ask for a newer file.',
  'no-history': 'An earlier version is not in the file.',
  'no-party': 'The file does not list the streams of the party.',
  'order-falls':
    'A version was registered before one that it follows. Do not accept the record; ask the operator.',
  'state-proofs-not-read': 'This version does not read state proofs.',
  'no-faults': 'Your policy names no contract of faults.',
  'not-in-this-version': 'This version does not have this check.',
  'no-run': 'The file does not show how the figures were computed.',
  'no-engines': 'Your policy accepts no engine.',
  'engine-missing':
    'The engine that computed the figures is not here, or its file does not have the SHA-256 that the run names. Drop its file on the page Verify. It has this SHA-256:',
  'inputs-not-shown':
    'The file does not hold all rows or documents that were used. Open them together with the file.',
  'run-malformed': 'The description of the run has a wrong form. Do not rely on the figures.',
  'engine-not-accepted':
    'The figures were computed with an engine that your policy does not accept. It has this SHA-256:',
  'engine-differs': 'The engine has another name or version than the run says. Do not rely on the figures.',
  'inputs-differ': 'The run used other rows than it says. Do not rely on the figures.',
  'outputs-differ': 'The engine computes other figures than the run names. Do not rely on the figures.',
  'run-refused': 'The engine refuses to compute the run again. Do not rely on the figures.',
  'figure-differs': 'Computing it again gives another figure. Do not rely on the figures.',
  'over-limit':
    'It takes more work than one verification does, so nobody knows what it would find. Ask for a smaller file, or compute a run with many draws again by itself.',
  internal: 'An unexpected error. Please report it.',
  'proof-length': 'A proof has the wrong length. The file was changed, or is damaged.',
  'proof-root': 'The file was changed: what it shows does not have the hash that was signed or anchored.',
  'proof-end': 'A proof that something is absent is wrong. The file was changed.',
  'chain-start': 'The list of batches does not begin as it must.',
  'chain-link': 'A batch does not follow the one before it.',
  'chain-time': 'A batch has an earlier time than the one before it.',
  signer: 'Another key than the expected one signed.',
  'rpc-unreachable':
    'Too few endpoints answered. Check their addresses and your connection; the endpoint must allow requests from web pages (CORS).',
  'rpc-disagree': 'The endpoints give different answers. Try again, or use other endpoints.',
  'rpc-answer': 'An endpoint gave an answer that is not one of a chain. Check its address.',
  'rpc-limit': 'The endpoints were asked as often as one verification may. Try again with a faster endpoint.',
  'wrong-chain': 'The endpoint serves another chain than your policy names. Use an endpoint of that chain.',
  'no-final-block': 'The chain has no final block yet. Try again later.',
  'no-contract':
    'There is no ledger at the address of your policy. Compare address and chain with those that you know.',
  'json-syntax': 'This is not a proof file: it is not JSON, or it was cut off. Ask for the file again.',
  'json-too-large': 'The file is larger than a proof file can be (16 MiB).',
  'json-depth': 'The file is nested more deeply than a proof file can be.',
  'json-not-canonical': 'The file was saved again by an editor or program. Use it exactly as it was written.',
  'json-bom':
    'The file was saved by an editor that put a mark before its first character. Use it exactly as it was written.',
  'json-utf8': 'This is not a proof file: its bytes are not text.',
  'missing-member': 'This is not a proof file, or a part of it is missing.',
  'wrong-type': 'This is not a proof file of a format that this page knows.',
  'bundle-limit': 'The file holds more than a proof file can.',
  unreadable: 'The browser cannot read the file. Was it moved or changed since you chose it?',
  'working-paper':
    'This is the working paper of an auditor, not a proof file. Open it on the auditor page, which says which opinion cites it and draws its samples again.',
  notAllowed: 'The file holds a value that the format does not allow. Ask for the file again.',
};

const CHINESE: Words = {
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
    '此处没有计算这些数据的引擎，或其文件的 SHA-256 与运算说明不一致。请在验证页面放入引擎文件，其 SHA-256 为：',
  'inputs-not-shown': '文件未包含所用的全部数据行或文档。请将它们与文件一并打开。',
  'run-malformed': '运算说明的形式有误，不应采信这些数据。',
  'engine-not-accepted': '计算所用的引擎未获验证条件认可，其 SHA-256 为：',
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

const useWords = defineTexts(ENGLISH as Record<WordedCode, string>, CHINESE as Record<WordedCode, string>);

/** Returns what a code means and what to do next, in the language of the page. */
export function useCodeText(): (code: string) => string {
  const words = useWords() as Readonly<Record<string, string>>;
  return (code) => words[Object.hasOwn(words, code) ? code : 'notAllowed'] ?? code;
}
