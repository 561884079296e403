import type { Hex } from '../../../../core/encoding/hex.ts';
import type { Draft } from '../../../../jobs/register/draft.ts';
import * as papers from '../../../../jobs/sample/write-paper.ts';
import type { SignedWork } from '../shared/audit-store.ts';
import type { DoneWork } from './done-work.ts';

/** What is ready to be signed. */
export interface Prepared {
  readonly draft: Draft;
  readonly paper: papers.WrittenPaper | null;
  /** What the opinion is formed on; null for a withdrawal. */
  readonly basis: Omit<SignedWork, 'opinion'> | null;
}

/** Writes down what was done, with the clock and the random numbers of the browser. */
export function writePaper(
  about: { readonly record: Hex; readonly party: Hex; readonly notes: string },
  { recomputation, material, work }: DoneWork,
): papers.WrittenPaper {
  return papers.writePaper(
    { ...about, recomputation, material, samples: work.samples },
    {
      now: () => Math.floor(Date.now() / 1000),
      random: () => crypto.getRandomValues(new Uint8Array(32)),
    },
  );
}
