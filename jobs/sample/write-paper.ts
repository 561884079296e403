import { formatHex, type Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { countFigures } from '../reperform/figure-counts.ts';
import type { Material } from '../reperform/material.ts';
import type { Recomputation } from '../reperform/recomputation.ts';
import { type SampleWork, writeSamples } from './sampled-rows.ts';
import {
  formatWorkingPaper,
  nameWorkingPaper,
  type PaperSample,
  WORKING_PAPER_FORMAT,
} from './working-paper.ts';

/** What was done for an opinion: what was computed again, the rows that were drawn and what was found at them. */
export interface PaperInput {
  readonly record: Hex;
  readonly party: Hex;
  readonly notes: string;
  readonly recomputation: Recomputation | null;
  /** What samples were drawn from; null where it could not be read, and then the paper has no samples. */
  readonly material: Material | null;
  readonly samples: readonly SampleWork[];
}

/** When a paper is written, unix seconds, and the 32 random bytes of its salt. */
export interface PaperPorts {
  readonly now: () => number;
  readonly random: () => Uint8Array;
}

/** A working paper as it is saved, and the members of the statement that name it. */
export interface WrittenPaper {
  readonly text: string;
  readonly sha256: string;
  readonly members: JsonObject;
}

/** Writes down what was done. The statement gets counts and the hash; keys and values of rows stay in the paper. */
export function writePaper(
  { record, party, notes, recomputation, material, samples: drawn }: PaperInput,
  { now, random }: PaperPorts,
): WrittenPaper {
  const counts = recomputation === null ? null : countFigures(recomputation);
  const different = (recomputation?.figures ?? []).filter(
    ({ state }) => state === 'differs' || state === 'detail',
  );
  const samples = material === null ? [] : writeSamples(material, drawn);
  const text = formatWorkingPaper({
    format: WORKING_PAPER_FORMAT,
    salt: formatHex(random()),
    ...{ record, party, notes },
    writtenAt: now(),
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

function summarise({ plan, population, rows }: PaperSample): JsonObject {
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
