import type { CheckName } from '../../core/verify/policy.ts';

/** A check in words: what it states; what it depends on, and what it cannot tell. */
type CheckWords = Readonly<Record<'name' | 'rests', string>>;

const ENGLISH: Readonly<Record<CheckName, CheckWords>> = {
  format: {
    name: 'The file is a proof file of this ledger',
    rests:
      'The file follows the published format byte for byte, and names the ledger and chain of your policy.',
  },
  entries: {
    name: 'The figures shown are those that were signed',
    rests: 'Each figure hashes to the root that the party signed. It does not say that the figure is right.',
  },
  statement: {
    name: 'The description is the one that was signed',
    rests: 'Title, opinion and reason hash to what the record names.',
  },
  record: {
    name: 'The record is the one that its id names',
    rests: 'The id is the hash of the record, so no part of it can change without another id.',
  },
  signature: {
    name: 'Somebody signed it with the key it names',
    rests:
      'The key was recovered from the signature. Whether that key is the party’s, the check of keys and roles tells; who holds it is the registrar’s word.',
  },
  inclusion: {
    name: 'The record is in its batch',
    rests: 'A Merkle path leads from the record to the root of the batch.',
  },
  anchor: {
    name: 'The batch is on the chain',
    rests:
      'The contract of the ledger stores the hash of the batch and the time of anchoring, as your endpoints report it.',
  },
  finality: {
    name: 'The batch is final on the chain',
    rests: 'The block is final by the rule of your policy.',
  },
  authority: {
    name: 'The key was valid and the party had the role',
    rests: 'The registry on the chain holds keys and roles with the times from and until which they count.',
  },
  order: {
    name: 'Each version follows the one before it',
    rests: 'No version was skipped. This needs all earlier versions in the file.',
  },
  currentness: {
    name: 'It is the newest version',
    rests:
      'The file shows the newest version as of a batch. It cannot tell what was registered after that batch.',
  },
  completeness: {
    name: 'All streams of the party are known',
    rests: 'The file lists all streams of the party as of a batch.',
  },
  answers: {
    name: 'What auditors and exchanges say',
    rests:
      'Their answers are records like any other. Unless your policy names whose answer counts, others may be missing.',
  },
  sources: {
    name: 'Its sources are in the file and older',
    rests: 'Each record that it names as a source was registered no later than it.',
  },
  faults: {
    name: 'It is free of reported faults',
    rests:
      'Reported faults are in a contract that your policy would have to name. This version does not read it.',
  },
  reperformance: {
    name: 'The figures can be computed again',
    rests:
      'An engine, whose hash your policy accepts, computed the figures from the rows in the file. Whether the rows are true, it cannot tell.',
  },
};

const CHINESE: Readonly<Record<CheckName, CheckWords>> = {
  format: {
    name: '文件是本账本的证明文件',
    rests: '文件逐字节符合公开的格式，所载账本和链与您的验证条件一致。',
  },
  entries: {
    name: '所示数据与签名时一致',
    rests: '每个数据的哈希都汇入签名方所签的根值。这不表示数据本身正确。',
  },
  statement: {
    name: '说明与签名时一致',
    rests: '标题、意见和理由的哈希与记录所载一致。',
  },
  record: {
    name: '记录与其编号一致',
    rests: '编号就是记录的哈希，任何改动都会使编号不同。',
  },
  signature: {
    name: '有人以其所载密钥签名',
    rests:
      '密钥由签名还原得出。该密钥是否属于该主体，由密钥和角色的检查判定；由谁持有，以登记机构的登记为准。',
  },
  inclusion: {
    name: '记录在其批次之中',
    rests: '默克尔路径由记录通向批次的根值。',
  },
  anchor: {
    name: '批次已上链',
    rests: '根据您所用节点的答复，账本合约中存有该批次的哈希和锚定时间。',
  },
  finality: {
    name: '批次已在链上最终确认',
    rests: '按您验证条件中的规则，该区块已最终确认。',
  },
  authority: {
    name: '密钥有效，主体具备相应角色',
    rests: '链上登记册载有各密钥和角色的起止时间。',
  },
  order: {
    name: '各版本前后相接',
    rests: '没有跳过任何版本。此项检查需要文件包含全部早期版本。',
  },
  currentness: {
    name: '为最新版本',
    rests: '文件表明截至某一批次的最新版本，无法得知该批次之后登记的内容。',
  },
  completeness: {
    name: '该主体的全部记录系列均已知悉',
    rests: '文件列出截至某一批次该主体的全部记录系列。',
  },
  answers: {
    name: '核查机构和交易所的意见',
    rests: '这些意见同样是账本中的记录。若验证条件未指定以谁的意见为准，可能有意见未列入文件。',
  },
  sources: {
    name: '来源均在文件中，且登记在先',
    rests: '记录列明的每个来源，其登记时间都不晚于该记录。',
  },
  faults: {
    name: '未受已上报差错影响',
    rests: '差错载于验证条件须指明的合约中。本版本不读取该合约。',
  },
  reperformance: {
    name: '数据可以重新计算得出',
    rests: '由验证条件所认可哈希的引擎，根据文件中的数据行重新计算。数据行本身是否真实，无法由此得知。',
  },
};

/** Each check of a verification in words, in each language, in the order of a report. */
export const CHECK_WORDS = { en: ENGLISH, 'zh-CN': CHINESE };
