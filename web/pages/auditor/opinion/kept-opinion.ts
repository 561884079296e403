import * as z from 'zod';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { keepInTab, readFromTab } from '../../../work/tab-storage.ts';
import { GIVEN_OPINIONS, type OpinionWords } from '../../../../jobs/assure/opinion-statement.ts';
import { LEVELS } from '../../../../jobs/register/stated-members.ts';

/** An opinion as it is asked for. */
export interface Opinion extends OpinionWords {
  /** Whether a working paper is written. */
  readonly hasPaper: boolean;
}

const opinionSchema: z.ZodType<Opinion> = z.object({
  opinion: z.enum(GIVEN_OPINIONS),
  level: z.enum(LEVELS),
  ...{ standard: z.string(), scope: z.string(), materiality: z.string(), findings: z.string() },
  hasPaper: z.boolean(),
});

const keptSchema = z.object({
  opinion: opinionSchema,
  /** Whether one of the opinions was chosen. */
  isChosen: z.boolean(),
});

/** An opinion that is being written. */
export type KeptOpinion = z.infer<typeof keptSchema>;

function nameKept(party: Hex, record: Hex): string {
  return `opinion ${party} ${record}`;
}

/** Returns the opinion that a party was writing on a record in this tab; null where there is none. */
export function readKeptOpinion(party: Hex, record: Hex): KeptOpinion | null {
  return readFromTab(nameKept(party, record), keptSchema);
}

/** Keeps an opinion while it is written; null forgets it. */
export function keepOpinion(party: Hex, record: Hex, kept: KeptOpinion | null): void {
  keepInTab(nameKept(party, record), kept);
}
