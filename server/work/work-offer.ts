import type { LeaseLimits } from '../../db/work/leases.ts';
import type { WorkQuota } from '../../db/work/works.ts';

/** What a server offers of work on pools. */
export interface WorkOffer {
  /** What one party may have open. */
  readonly quota: WorkQuota;
  /** Pools that may compute the same work. */
  readonly pools: number;
  readonly leases: LeaseLimits;
  /** Seconds for which work is kept: open, and after its end. */
  readonly kept: number;
}
