/** Seals what waits in the database that it is given, in a process of its own, and sends what that took. */
import { openPool } from '../../db/pool.ts';
import { openLog } from '../../runtime/log.ts';
import { sealOnce } from '../../server/sealing/sealer.ts';
import { FINAL_TIME } from './sealed-ledger.ts';

/** What sealing took. */
export interface SealCost {
  readonly records: number;
  /** Milliseconds on the clock, and of this process' processor time. */
  readonly wall: number;
  readonly cpu: number;
  /** The most memory that this process had before it sealed, and in all, in bytes. */
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
if ('waiting' in sealed) throw new Error(`nothing was sealed: ${sealed.waiting}`);
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
