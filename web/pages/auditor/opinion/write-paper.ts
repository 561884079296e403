import type { Draft } from '../../../../jobs/register/draft.ts';
import {
  formatWorkingPaper,
  nameWorkingPaper,
  WORKING_PAPER_FORMAT,
} from '../../../../jobs/sample/working-paper.ts';
import { formatHex, type Hex } from '../../../../core/encoding/hex.ts';
import type { JsonObject } from '../../../../core/encoding/json.ts';
import { countFigures } from '../recompute/figure-counts.ts';
import { writeSamples } from '../sampling/sampled-rows.ts';
import type { SignedWork } from '../shared/audit-store.ts';
import type { DoneWork } from './done-work.ts';

/** A working paper as it is saved, and the members of the statement that name it. */
export interface WrittenPaper {
  readonly text: string;
  readonly sha256: string;
  readonly members: JsonObject;
}

/** What is ready to be signed. */
export interface Prepared {
  readonly draft: Draft;
  readonly paper: WrittenPaper | null;
  /** What the opinion is formed on; null for a withdrawal. */
  readonly basis: Omit<SignedWork, 'opinion'> | null;
}

/** Writes down what was done. The statement gets counts and the hash; keys and values of rows stay in the paper. */
export function writePaper(
  about: { readonly record: Hex; readonly party: Hex; readonly notes: string },
  { recomputation, material, work }: DoneWork,
): WrittenPaper {
  const counts = recomputation === null ? null : countFigures(recomputation);
  const different = (recomputation?.figures ?? []).filter(
    ({ state }) => state === 'differs' || state === 'detail',
  );
  const samples = material === null ? [] : writeSamples(material, work);
  const text = formatWorkingPaper({
    format: WORKING_PAPER_FORMAT,
    salt: formatHex(crypto.getRandomValues(new Uint8Array(32))),
    ...about,
    writtenAt: Math.floor(Date.now() / 1000),
    recomputed:
      counts === null
        ? null
        : { figures: counts.all, equal: counts.equal, different: different.map(({ key }) => key) },
    samples,
  });
  const { sha256, size } = nameWorkingPaper(text);
  return {
    text,
    sha256,
    members: {
      workingPaper: { format: WORKING_PAPER_FORMAT, sha256, size },
      ...(counts === null ? {} : { recomputed: { figures: counts.all, equal: counts.equal } }),
      ...(samples.length === 0 ? {} : { samples: samples.map(summarise) }),
    },
  };
}

function summarise({ plan, population, rows }: ReturnType<typeof writeSamples>[number]): JsonObject {
  const count = (finding: string): number => rows.filter((row) => row.finding === finding).length;
  return {
    record: plan.record,
    method: plan.method,
    ...('seed' in plan ? { seed: plan.seed } : {}),
    population: population.count,
    rows: rows.length,
    agrees: count('agrees'),
    differs: count('differs'),
    noEvidence: count('no-evidence'),
    open: count('open'),
  };
}
