/** A process that seals the waiting records of a database and reports the cost. */
import { openPool } from '../../db/pool.ts';
import { openLog } from '../../runtime/log.ts';
import { sealOnce } from '../../server/sealing/sealer.ts';
import { FINAL_TIME } from './sealed-ledger.ts';

/** The cost of sealing. */
export interface SealCost {
  readonly records: number;
  /** Milliseconds by the clock, and of processor time of this process. */
  readonly wall: number;
  readonly cpu: number;
  /** Peak memory of this process before sealing, and in total, in bytes. */
  readonly before: number;
  readonly peak: number;
}

const readPeak = (): number => process.resourceUsage().maxRSS * 1024;

const pool = openPool(process.argv[2]!);
await pool.query('select 1');
const before = readPeak();
const cpuBefore = process.cpuUsage();
const wallBefore = performance.now();
const sealed = await sealOnce({
  pool,
  log: openLog('silent'),
  maxRecords: Number(process.argv[3]),
  maxAge: 0,
  maxDelay: 21_600,
  readNextTime: () => Promise.resolve(FINAL_TIME),
  now: () => FINAL_TIME,
});
const wall = performance.now() - wallBefore;
const { user, system } = process.cpuUsage(cpuBefore);
if ('waiting' in sealed) throw new Error(`expected a sealed batch, but the sealer waits: ${sealed.waiting}`);
const cost: SealCost = {
  records: sealed.recordCount,
  wall,
  cpu: (user + system) / 1000,
  before,
  peak: readPeak(),
};
process.send!(cost);
await pool.end();
process.disconnect();
