import type { ANSWER_CODES } from '../../../client/http/api-error.ts';
import type { WalletCode } from '../../../client/wallet/wallet-error.ts';
import { defineFaults } from './define-faults.ts';

/** What the server answers, or why it did not, and what to do next, in Chinese; the server says it in English. */
export const SERVER_FAULTS = {
  'not-found': '此路径或编号下没有内容。请核对其来源。',
  'method-not-allowed': '该路径不支持此操作。请重新载入页面后再试。',
  'body-too-large': '内容超过服务器接受的大小。请登记时不附条目（账本只需其根哈希），或拆分为多条记录。',
  'body-interrupted': '发送中断。请重新发送。',
  'body-too-slow': '发送过慢。请换用更快的网络重新发送；没有存储任何内容。',
  'unsupported-media-type': '服务器不接受此格式的内容。请重新载入页面后再试。',
  'url-syntax': '网址无法解读。请检查地址是否完整。',
  cursor: '列表位置无效。请从列表开头重新读取。',
  'search-filter': '查找条件的形式有误，或超过 24 个词。请更正所示的条件。',
  'search-text':
    '查找内容为空、超过 128 个字符，或含有名称中没有的字符。请查找标识符、主题、批次编号，或哈希的前 8 位以上数字。',
  'events-lost': '事件位置属于另一账本，或早于数据库的恢复。请重新载入页面。',
  'rate-limited': '同一地址的请求过多。请稍候再试。',
  unauthorized: '您尚未登录，或登录已结束。请登录。',
  forbidden: '当前登录无权进行此操作。请用该记录所属主体的有效密钥登录，或请该主体授权。',
  'not-anchored': '该记录所在批次尚未上链。请等记录上链后再试。',
  'record-rejected': '记录被接受后、封装前遭拒绝。请阅读理由，然后签名并登记新的记录。',
  'entries-not-stored': '该记录登记时未附条目，账本只有其根哈希。请向该记录的主体索取条目。',
  'entry-unknown': '该记录没有此名称的条目。请与其条目核对名称。',
  'entry-present': '要求证明某条目不存在，而记录中有此条目。请直接索取该条目。',
  'not-reperformable':
    '该记录没有展示计算得出的数据，或证明文件将缺少其所依据的记录。请索取不含重算的文件，或包含更多层来源。',
  'not-replayed': '所列主体中重算过该批次或更新批次的数量不足。请在其下次重算后再试，或改选其他主体。',
  'session-message': '登录消息的格式有误。请重新登录。',
  'session-domain': '登录消息属于另一网站、地址或链。若是其他网站给您的消息，请勿签名；请在本页重新登录。',
  'session-nonce': '登录用的一次性代码无效、已用过或已过期。请重新登录。',
  'session-expired': '登录消息已过期或尚未生效。请重新签名，并检查电脑的时钟。',
  'session-signature': '登录消息不是由其所载账户签名的。请用该账户签名。',
  'documents-not-kept': '本服务器不保存文件。请询问运营方。',
  'document-unknown':
    '此处没有该哈希的文件，或您无权读取。请核对哈希，以有权读取的主体登录，或询问该主体是否已发送文件。',
  'document-not-named': '贵主体的记录中没有条目指明该文件。请先登记带有条目的记录。',
  'document-too-large': '文件超过服务器接受的大小。请拆分为多个文件，各有一个条目指明。',
  'document-over-quota': '该主体的文件总量将超过上限。请向运营方申请更大的配额。',
  'document-range': '文件片段的范围有误。请重新发送。',
  'document-offset': '文件片段未从已收到之处接续。请重新发送。',
  'document-busy': '同一文件正由另一请求发送。请等其结束（中断后至多 15 秒）再试。',
  'document-size': '文件大小与条目所载不符。请原样发送条目所指的文件；没有存储任何内容。',
  'document-hash': '文件的 SHA-256 与条目所载不符。请原样发送条目所指的文件；没有存储任何内容。',
  'document-disk-full': '文件存储已满。请稍后重新发送，并告知运营方；没有存储任何内容。',
  'document-lost': '服务器的数据库中有该文件的记载，但文件本身已丢失。请告知运营方；该主体可重新发送。',
  'range-unsatisfiable': '所请求的部分超出文件大小。请重新载入页面后再试。',
  'webhooks-not-offered': '本服务器不提供事件推送。请询问运营方。',
  'webhook-url': '无法向该网址推送事件。请填写公网主机的 https 网址，不含用户名、密码和片段。',
  'webhooks-too-many': '该主体的事件推送已达上限。请先删去一个。',
  'webhook-busy': '该推送有过多事件在等待。请等其发送完毕。',
  'work-not-offered': '本服务器没有供计算池的任务。请询问运营方，或在自己的电脑上计算。',
  'work-too-much': '该主体未完成的任务已达上限。请取消不需要的任务，或等待部分任务结束。',
  'lease-lost': '该单元已归另一执行者，或其任务已结束。请丢弃结果，领取其他单元。',
  'unit-too-large':
    '单元结果的字节数超过其任务所载或服务器接受的大小。请报告该单元无法计算；委托方须注明更大的上限。',
  'unit-hash': '单元内容的哈希与请求所载不符。请重新发送。',
  unavailable: '数据库没有响应或暂时无法写入。请几秒钟后重试；已得到成功答复的内容均已存储。',
  'database-locked': '数据库的其他操作占用了所需内容。请几秒钟后重试；不会重复登记。',
  'database-slow': '数据库处理此请求的时间过长。请几秒钟后重试，或缩小范围。',
  overloaded: '服务器已达并发上限。请稍候再试；不会重复登记。',
  internal: '服务器发生故障。请将页面显示的错误编号告知运营方。',
  'wrong-domain': '记录是为另一条链或另一账本签名的。请重新载入页面后再签名。',
  'unknown-party': '登记册中没有该主体。请核对主体编号，或请登记机构登记该主体。',
  'unknown-key':
    '该签名不是由该主体的密钥作出，或记录是为另一账本签名的，或签名后被改动。请用该主体的有效密钥签名。',
  'waiting-key': '签名密钥已登记，但尚未生效。请在其生效后重新登记。',
  'closed-key': '签名密钥已关闭。请用有效密钥重新签名并登记。',
  'role-may-not-write': '该主体没有可登记此类记录的角色。请联系登记机构。',
  'waiting-role': '可登记此类记录的角色尚未生效。请在其生效后重新登记。',
  'closed-role': '可登记此类记录的角色已关闭。请登记机构重新开启，然后再登记。',
  'unknown-source': '某来源不在本账本中。请先登记该来源。',
  'rejected-source': '某来源已被拒绝。请重新登记该来源，或改用其他来源。',
  'own-source': '意见或决定以自己主体的记录为来源。请去掉该来源：主体不能核查自己的记录。',
  'foreign-result':
    '披露引用的数据不属于本主体的核算结果，或该结果不在其来源中。请只披露本主体的结果，并列为来源。',
  'unknown-addressee': '接收方不在登记册中。请核对其编号或将其去掉，然后重新签名。',
  'stream-conflict': '记录系列的该位置已有另一条记录。请基于最新记录重新生成并签名。',
  'sequence-gap': '版本号未接续系列的最新记录。请基于最新记录重新生成并签名。',
  'wrong-previous': '所接续的不是系列的最新记录。请基于最新记录重新生成并签名。',
  'not-ready': '服务器尚未读取链上数据。请几秒钟后重试。',
  'clock-differs': '服务器时钟与链上时间相差过大。请运营方校正时钟；没有存储任何内容。',
  'ledger-halted': '账本已暂停，等待运营方与链上核对。请询问运营方。',
  'ledger-closed': '账本已结束，不再接受记录；已有记录仍可读取和验证。请在其后继账本继续。',
  'rejected-previous': '系列中的前一条记录被拒绝。请基于最新记录重新生成并签名。',
  replaced: '链上该位置已有另一条记录。请基于最新记录重新生成并签名。',
} as const;

/** Why the browser has no answer, or none that it can read. */
const ANSWERS: Readonly<Record<Exclude<keyof typeof ANSWER_CODES, 'http-<status>'>, string>> = {
  'server-url': '服务器地址不是有效的网址。请更正。',
  'server-unreachable': '服务器没有响应。请检查网络连接后重试。',
  'server-answer': '服务器的答复无法读取，或与请求不符。请重试；若仍如此，请告知运营方。',
  'answer-too-large': '服务器的答复超过证明文件的上限。请减少所要求的条目。',
  'ambiguous-id': '有多条记录的编号以这些数字开头。请多输入几位。',
  'wait-timeout': '记录尚未达到该状态。请稍后再看。',
  receipt: '服务器给出的回执属于另一条记录。请保存该文件，并告知运营方。',
  'other-signature': '账本已有该记录，但签名不同，其回执属于那一签名。请先发送原先签名的记录。',
};

/** Why a wallet did not sign. */
const WALLETS: Readonly<Record<WalletCode, string>> = {
  'wallet-refused': '请求在钱包中被拒绝，没有签名。请重试并在钱包中确认。',
  'wallet-busy': '钱包仍在显示先前的请求。请打开钱包处理后重试。',
  'wallet-account': '钱包没有给出账户，或不是应当签名的账户。请解锁钱包，选择该账户并连接到本页。',
  'wallet-chain': '钱包位于另一条链且未切换。请在钱包中选择或添加账本所在的链。',
  'wallet-disconnected': '钱包与其链没有连接。请检查其网络后重试。',
  'wallet-unsupported': '该钱包无法对类型化数据（EIP-712）或文本签名。请换用其他钱包或密钥文件。',
  'wallet-signature': '钱包给出的签名不属于其账户。合约账户不能为记录签名：请使用有密钥的账户。',
  'wallet-failed': '钱包报告了自身的错误。',
};

export const useServerFaults = defineFaults({ ...SERVER_FAULTS, ...ANSWERS, ...WALLETS });
