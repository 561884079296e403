import { defineTexts } from '../../language/texts.ts';
import type { AlarmName } from './alarms.ts';

/**
 * What an alarm says, what it means for the records of users, what its operator does, what is true while it is quiet, and why it may be
 * unknown although the metrics can be read.
 */
type Words = Readonly<Record<'says' | 'means' | 'does' | 'quiet' | 'unknown', string>>;

const NOT_YET = 'The server that answered has not read it yet. Look again in a minute.';
const NO_BLOCK = 'The indexer has not read a block yet. Look at its log if that lasts.';

const ENGLISH: Readonly<Record<AlarmName, Words>> = {
  MetricsUnread: {
    says: 'A part of the metrics could not be read from the database. It is an alarm when it lasts two minutes.',
    means: 'Alarms about that part are silent meanwhile.',
    does: 'See whether the database answers, is too slow, or another session has locked a table.',
    quiet: 'All metrics can be read from the database.',
    unknown: 'The server that answered reads no metrics from the database.',
  },
  LedgerHalted: {
    says: 'The ledger stopped.',
    means: 'New records are refused, and those received wait.',
    does: 'Run “ledger status”: it says why. Find the cause, reconcile the ledger with the chain, start the indexer again.',
    quiet: 'The ledger has not stopped.',
    unknown: NOT_YET,
  },
  EventMissed: {
    says: 'An endpoint left out an event of the ledger.',
    means: 'Batches after it do not show as anchored or final until it is read.',
    does: 'The indexer tries again by itself. If it takes long, name other endpoints in RPC_URL.',
    quiet: 'No event of the ledger was left out.',
    unknown: NOT_YET,
  },
  PromiseNear: {
    says: 'The deadline on a receipt is less than four hours away.',
    means: 'Records may miss the time that their receipts promise.',
    does: 'See which other alarm causes the delay.',
    quiet: 'No deadline on a receipt is near.',
    unknown: NOT_YET,
  },
  PromiseBroken: {
    says: 'Records were not anchored by the deadline on their receipts.',
    means: 'Their parties hold a signed promise that was not kept.',
    does: 'Find the cause among the other alarms, and explain it to the parties: the deadline is on signed receipts.',
    quiet: 'No record is past the deadline on its receipt.',
    unknown: NOT_YET,
  },
  SealingStuck: {
    says: 'A record has waited more than half an hour to be sealed.',
    means: 'Records are received, but are in no batch that can be anchored.',
    does: 'Look at the sealer’s log: no new final block, a batch that is not anchored, or a chain that does not answer.',
    quiet: 'No record has waited long to be sealed.',
    unknown: NOT_YET,
  },
  AnchoringStuck: {
    says: 'A sealed batch waits to be anchored. It is an alarm when it lasts half an hour.',
    means: 'Its records can’t be checked on the chain yet.',
    does: 'If it lasts, look at the anchorer’s log: a full disk, a fee above ANCHOR_MAX_FEE, an endpoint, or no currency.',
    quiet: 'Every sealed batch is anchored.',
    unknown: NOT_YET,
  },
  ChainNotRead: {
    says: 'No new block for five minutes.',
    means: 'No record becomes anchored or final until the next block is read.',
    does: 'Look at the indexer’s log: endpoints are down, lag behind or disagree. Name others in RPC_URL. An idle local chain raises this too; ignore it then.',
    quiet: 'New blocks of the chain are read.',
    unknown: NO_BLOCK,
  },
  NothingFinal: {
    says: 'No new final block for an hour.',
    means: 'No record becomes final, and none is sealed, until there is one.',
    does: 'Either the chain makes no blocks, as a local chain does while it is idle, or it does not finalise them. Wait: the ledger continues by itself.',
    quiet: 'Blocks of the chain become final.',
    unknown: NO_BLOCK,
  },
  ClockDiffers: {
    says: 'The clock of the server differs from the chain by more than thirty seconds.',
    means: 'Times on receipts are wrong by as much; if it grows, new records are refused.',
    does: 'Set the clock by NTP, on the machine of the database too. If it is right, the endpoints lag behind.',
    quiet: 'The clock of the server agrees with the chain.',
    unknown: 'The server compares its clock with blocks as they appear, and has seen none since it started.',
  },
  OperatorKeyInvalid: {
    says: 'Receipts are signed by a key that is not valid for the operator.',
    means: 'Receipts bind nobody: a party can’t hold the operator to them.',
    does: 'Check OPERATOR_KEY_FILE, and the keys of the operator’s party in the registry.',
    quiet: 'Receipts are signed by a valid key of the operator.',
    unknown: 'The server that answered signs no receipts, or has not read the registry yet.',
  },
  AnchorerPoor: {
    says: 'The account of the anchorer cannot pay for another hundred batches.',
    means: 'Once it is empty, records are received but no longer anchored.',
    does: 'Send currency of the chain to the anchorer.',
    quiet: 'The anchorer can pay for more than a hundred batches.',
    unknown: 'No batch is anchored yet, so its cost is not known, or the balance can’t be read.',
  },
  PublicationGaps: {
    says: 'The publication lacks batches or documents, or has them damaged.',
    means: 'Others can’t check these records without this server.',
    does: 'Bring them back from a copy, or run “publish-missing”.',
    quiet: 'The publication has all batches and documents, as far as it was read.',
    unknown: 'The server that answered does not read the publication. Look at the metrics of one that does.',
  },
  DocumentsDiskNearlyFull: {
    says: 'The disk of the documents has less than 10 GiB left.',
    means: 'Parties will soon be unable to send documents; records go on.',
    does: 'Make the disk of DOCUMENTS_DIR larger, or lower DOCUMENTS_QUOTA.',
    quiet: 'The disk of the documents has room.',
    unknown:
      'The server that answered can’t tell how full the disk is. Ignore this before the first document; later, look at the disk of DOCUMENTS_DIR.',
  },
  DocumentsNotPublished: {
    says: 'A public document is not published yet. It is an alarm when it lasts half an hour.',
    means: 'Others can’t read it without this server.',
    does: 'If it lasts, look at the anchorer’s log: its disk is full, or it cannot read DOCUMENTS_DIR.',
    quiet: 'Every public document is published.',
    unknown: 'The server that answered keeps no documents.',
  },
  WebhooksStuck: {
    says: 'For ten minutes, no process has sent events that wait for a webhook.',
    means: 'Parties hear later what happened to their records; no event is lost.',
    does: 'Look at the notifier’s log, or start another one.',
    quiet: 'No webhook waits for events.',
    unknown: NOT_YET,
  },
  WorkStuck: {
    says: 'For an hour, no worker of a pool has taken units of work that waits for it.',
    means: 'A party waits for its result; nothing is lost.',
    does: 'Ask the party of the pool whether its workers run and reach this server.',
    quiet: 'No work has waited for an hour.',
    unknown: NOT_YET,
  },
  WorkNotDeleted: {
    says: 'For ten minutes, no process has deleted the results of work that has ended.',
    means: 'The database grows.',
    does: 'Start a process with the role work, or look at its log.',
    quiet: 'The results of all work that has ended are deleted.',
    unknown: NOT_YET,
  },
};

const ZH_NOT_YET = '应答的服务器尚未读取。请一分钟后再看。';
const ZH_NO_BLOCK = '索引器尚未读取任何区块。若持续如此，请查看其日志。';

const CHINESE: Readonly<Record<AlarmName, Words>> = {
  MetricsUnread: {
    says: '有一部分指标无法从数据库读取。持续两分钟即为告警。',
    means: '在此期间，与该部分有关的告警不会发出。',
    does: '查看数据库是否没有响应、过慢，或有其他会话锁定了数据表。',
    quiet: '所有指标均可从数据库读取。',
    unknown: '应答的服务器不从数据库读取指标。',
  },
  LedgerHalted: {
    says: '账本已停止。',
    means: '新记录被拒绝，已受理的记录等待。',
    does: '运行 “ledger status” 查看原因。找出原因后，将账本与链对账，再重新启动索引器。',
    quiet: '账本没有停止。',
    unknown: ZH_NOT_YET,
  },
  EventMissed: {
    says: '某个端点遗漏了账本的一个事件。',
    means: '在读到该事件之前，其后的批次不会显示为已上链或最终确认。',
    does: '索引器会自动重试。若持续较久，请在 RPC_URL 中改用其他端点。',
    quiet: '没有遗漏账本的事件。',
    unknown: ZH_NOT_YET,
  },
  PromiseNear: {
    says: '距某张回执的期限不足四小时。',
    means: '记录可能错过其回执所承诺的时间。',
    does: '查看是哪项其他告警造成延迟。',
    quiet: '没有回执临近期限。',
    unknown: ZH_NOT_YET,
  },
  PromiseBroken: {
    says: '有记录未在回执期限前上链。',
    means: '其主体持有未兑现的签名承诺。',
    does: '从其他告警中找出原因，并向相关主体说明：期限写在已签名的回执上。',
    quiet: '没有记录超过回执期限。',
    unknown: ZH_NOT_YET,
  },
  SealingStuck: {
    says: '有记录等待封批已超过半小时。',
    means: '记录已受理，但尚未进入可上链的批次。',
    does: '查看封批进程的日志：没有新的最终区块、某批次未上链，或链没有响应。',
    quiet: '没有记录长时间等待封批。',
    unknown: ZH_NOT_YET,
  },
  AnchoringStuck: {
    says: '有已封批次等待上链。持续半小时即为告警。',
    means: '其中的记录尚不能在链上核对。',
    does: '若持续，请查看上链进程的日志：磁盘已满、费用高于 ANCHOR_MAX_FEE、端点故障或余额不足。',
    quiet: '所有已封批次均已上链。',
    unknown: ZH_NOT_YET,
  },
  ChainNotRead: {
    says: '五分钟内没有新区块。',
    means: '在读到下一个区块之前，没有记录会上链或最终确认。',
    does: '请查看索引器的日志：若端点停机、落后或不一致，请在 RPC_URL 中改用其他端点。本地链空闲时也会出现此告警，可以忽略。',
    quiet: '正在读取链的新区块。',
    unknown: ZH_NO_BLOCK,
  },
  NothingFinal: {
    says: '一小时内没有新的最终区块。',
    means: '在此之前，没有记录会最终确认，也不会封批。',
    does: '可能是链没有出块（本地链空闲时如此），也可能是链没有最终确认区块。请等待：账本会自行继续。',
    quiet: '链的区块正常最终确认。',
    unknown: ZH_NO_BLOCK,
  },
  ClockDiffers: {
    says: '服务器时钟与链相差超过三十秒。',
    means: '回执上的时间有同样的偏差；若继续扩大，新记录将被拒绝。',
    does: '通过 NTP 校准时钟，数据库所在机器亦然。若时钟正确，则是端点落后。',
    quiet: '服务器时钟与链一致。',
    unknown: '服务器在新区块出现时比对时钟，自启动以来尚未见到新区块。',
  },
  OperatorKeyInvalid: {
    says: '回执所用密钥并非运营方的有效密钥。',
    means: '回执没有约束力：主体无法据此要求运营方。',
    does: '检查 OPERATOR_KEY_FILE，以及登记册中运营方主体的密钥。',
    quiet: '回执由运营方的有效密钥签名。',
    unknown: '应答的服务器不签署回执，或尚未读取登记册。',
  },
  AnchorerPoor: {
    says: '上链账户的余额不足以支付一百个批次。',
    means: '余额用尽后，记录仍会受理，但不再上链。',
    does: '向上链账户转入该链货币。',
    quiet: '上链账户可支付一百个以上批次。',
    unknown: '尚无批次上链，因此费用未知；或无法读取余额。',
  },
  PublicationGaps: {
    says: '公开数据缺少批次或文件，或其已损坏。',
    means: '他人离开本服务器就无法核对这些记录。',
    does: '从副本恢复，或运行 “publish-missing”。',
    quiet: '就已读取的部分，公开数据含有全部批次与文件。',
    unknown: '应答的服务器不读取公开数据。请查看读取公开数据的服务器的指标。',
  },
  DocumentsDiskNearlyFull: {
    says: '文件磁盘剩余空间不足 10 GiB。',
    means: '主体很快将无法发送文件；记录不受影响。',
    does: '扩大 DOCUMENTS_DIR 所在磁盘，或调低 DOCUMENTS_QUOTA。',
    quiet: '文件磁盘空间充足。',
    unknown: '应答的服务器无法得知磁盘的使用情况。尚无文件时可以忽略；此后请查看 DOCUMENTS_DIR 所在磁盘。',
  },
  DocumentsNotPublished: {
    says: '有公开文件尚未发布。持续半小时即为告警。',
    means: '他人离开本服务器就无法读取该文件。',
    does: '若持续，请查看上链进程的日志：其磁盘已满，或无法读取 DOCUMENTS_DIR。',
    quiet: '所有公开文件均已发布。',
    unknown: '应答的服务器不保存文件。',
  },
  WebhooksStuck: {
    says: '十分钟内没有进程发送等待中的 Webhook 事件。',
    means: '主体会较晚得知其记录的状态；事件不会丢失。',
    does: '查看通知进程的日志，或另启动一个。',
    quiet: '没有 Webhook 在等待事件。',
    unknown: ZH_NOT_YET,
  },
  WorkStuck: {
    says: '一小时内没有计算池的工作进程领取等待中的单元。',
    means: '某主体在等待其结果；不会丢失任何内容。',
    does: '询问该计算池的主体：其工作进程是否在运行，能否连接本服务器。',
    quiet: '没有等待超过一小时的计算任务。',
    unknown: ZH_NOT_YET,
  },
  WorkNotDeleted: {
    says: '十分钟内没有进程删除已结束任务的结果。',
    means: '数据库持续增大。',
    does: '启动一个具有 work 角色的进程，或查看其日志。',
    quiet: '已结束任务的结果均已删除。',
    unknown: ZH_NOT_YET,
  },
};

export const useAlarmTexts = defineTexts(ENGLISH, CHINESE);
