import { defineTexts } from '../../language/texts.ts';
import type { AlarmName } from './alarms.ts';

/** What an alarm says, and what its operator does. */
type Words = Readonly<Record<AlarmName, { readonly says: string; readonly does: string }>>;

const ENGLISH: Words = {
  LedgerHalted: {
    says: 'The ledger stopped.',
    does: 'Run “ledger status”: it says why. Find the cause, reconcile the ledger with the chain, start the indexer again.',
  },
  EventMissed: {
    says: 'An endpoint left out an event of the ledger.',
    does: 'The indexer tries again by itself. If it takes long, name other endpoints in RPC_URL.',
  },
  PromiseNear: {
    says: 'The deadline on a receipt is less than four hours away.',
    does: 'See which other alarm causes the delay.',
  },
  PromiseBroken: {
    says: 'Records were not anchored by the deadline on their receipts.',
    does: 'Find the cause among the other alarms, and explain it to the parties: the deadline is on signed receipts.',
  },
  SealingStuck: {
    says: 'A record has waited more than half an hour to be sealed.',
    does: 'Look at the sealer’s log: no new final block, a batch that is not anchored, or a chain that does not answer.',
  },
  AnchoringStuck: {
    says: 'A sealed batch waits to be anchored. It is an alarm when it lasts half an hour.',
    does: 'Look at the anchorer’s log: a full disk, a fee above ANCHOR_MAX_FEE, an endpoint, or no currency.',
  },
  ChainNotRead: {
    says: 'The newest block that the indexer read is older than five minutes.',
    does: 'Look at the indexer’s log: endpoints are down, lag behind or disagree. Name others in RPC_URL.',
  },
  NothingFinal: {
    says: 'The newest final block is older than an hour.',
    does: 'The chain does not finalise blocks, and nothing is sealed meanwhile. Wait.',
  },
  ClockDiffers: {
    says: 'The clock of the server differs from the chain by more than thirty seconds.',
    does: 'Set the clock by NTP, on the machine of the database too. If it is right, the endpoints lag behind.',
  },
  OperatorKeyInvalid: {
    says: 'Receipts are signed by a key that is not valid for the operator. They bind nobody.',
    does: 'Check OPERATOR_KEY_FILE, and the keys of the operator’s party in the registry.',
  },
  AnchorerPoor: {
    says: 'The account of the anchorer cannot pay for another hundred batches.',
    does: 'Send currency to the anchorer.',
  },
  PublicationGaps: {
    says: 'The publication lacks batches or documents, or has them damaged.',
    does: 'Bring them back from a copy, or run “publish-missing”.',
  },
  DocumentsDiskNearlyFull: {
    says: 'The disk of the documents has less than 10 GiB left.',
    does: 'Make the disk of DOCUMENTS_DIR larger, or lower DOCUMENTS_QUOTA.',
  },
  DocumentsNotPublished: {
    says: 'A public document is not published. It is an alarm when it lasts half an hour.',
    does: 'Look at the anchorer’s log: its disk is full, or it cannot read DOCUMENTS_DIR.',
  },
  WebhooksStuck: {
    says: 'For ten minutes, no process has sent events that wait for a webhook.',
    does: 'Look at the notifier’s log, start another one, or raise WEBHOOKS_AT_ONCE.',
  },
};

const CHINESE: Words = {
  LedgerHalted: {
    says: '账本已停止。',
    does: '运行 “ledger status” 查看原因。找出原因后，将账本与链对账，再重新启动索引器。',
  },
  EventMissed: {
    says: '某个端点遗漏了账本的一个事件。',
    does: '索引器会自动重试。若持续较久，请在 RPC_URL 中改用其他端点。',
  },
  PromiseNear: { says: '距某张回执的期限不足四小时。', does: '查看是哪项其他告警造成延迟。' },
  PromiseBroken: {
    says: '有记录未在回执期限前上链。',
    does: '从其他告警中找出原因，并向相关主体说明：期限写在已签名的回执上。',
  },
  SealingStuck: {
    says: '有记录等待封批已超过半小时。',
    does: '查看封批进程的日志：没有新的最终区块、某批次未上链，或链没有响应。',
  },
  AnchoringStuck: {
    says: '有已封批次等待上链。持续半小时即为告警。',
    does: '查看上链进程的日志：磁盘已满、费用高于 ANCHOR_MAX_FEE、端点故障或余额不足。',
  },
  ChainNotRead: {
    says: '索引器读取的最新区块已超过五分钟。',
    does: '查看索引器的日志：端点停机、落后或不一致。请在 RPC_URL 中改用其他端点。',
  },
  NothingFinal: {
    says: '最新的最终区块已超过一小时。',
    does: '链没有最终确认区块，期间不会封批。请等待。',
  },
  ClockDiffers: {
    says: '服务器时钟与链相差超过三十秒。',
    does: '通过 NTP 校准时钟，数据库所在机器亦然。若时钟正确，则是端点落后。',
  },
  OperatorKeyInvalid: {
    says: '回执所用密钥并非运营方的有效密钥，回执没有约束力。',
    does: '检查 OPERATOR_KEY_FILE，以及登记册中运营方主体的密钥。',
  },
  AnchorerPoor: { says: '上链账户的余额不足以支付一百个批次。', does: '向上链账户转入资金。' },
  PublicationGaps: {
    says: '公开数据缺少批次或文件，或其已损坏。',
    does: '从副本恢复，或运行 “publish-missing”。',
  },
  DocumentsDiskNearlyFull: {
    says: '文件磁盘剩余空间不足 10 GiB。',
    does: '扩大 DOCUMENTS_DIR 所在磁盘，或调低 DOCUMENTS_QUOTA。',
  },
  DocumentsNotPublished: {
    says: '有公开文件尚未发布。持续半小时即为告警。',
    does: '查看上链进程的日志：其磁盘已满，或无法读取 DOCUMENTS_DIR。',
  },
  WebhooksStuck: {
    says: '十分钟内没有进程发送等待中的 Webhook 事件。',
    does: '查看通知进程的日志，另启动一个，或调高 WEBHOOKS_AT_ONCE。',
  },
};

export const useAlarmTexts = defineTexts(ENGLISH, CHINESE);
