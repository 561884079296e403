import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { LeftOutCount } from './left-out.ts';

/** What the entry `source` says about a file of processes, in addition to its hash. */
export interface ProcessSource {
  readonly title: string;
  readonly provider: string;
  readonly licence: string;
  readonly url?: string | undefined;
  readonly published?: string | undefined;
}

/** What was read of a file of processes. */
export interface ImportedProcesses {
  readonly entries: readonly UnsaltedEntry[];
  readonly processes: number;
  /** Names of products and wastes that no process makes or treats, ascending. */
  readonly unsupplied: readonly string[];
  readonly leftOut: readonly LeftOutCount[];
}
