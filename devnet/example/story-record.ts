import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Draft, formatDraft, idOfDraft, parseDraft, signDraft } from '../../jobs/register/draft.ts';
import { draftRecord } from '../../jobs/register/draft-record.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { type Hex, bytesOf } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { type Kind, nameOfKind } from '../../core/records/kind.ts';
import { writeWhole } from '../files/whole-file.ts';

/** A signed record of the story, with its id. */
export interface StoryRecord extends Draft {
  readonly id: Hex;
}

/** The parts from which a record of the story is made. */
export interface RecordPlan {
  readonly party: Hex;
  readonly privateKey: Hex;
  readonly kind: Kind;
  readonly subject: string;
  readonly before: StoryRecord | null;
  readonly entries: readonly UnsaltedEntry[];
  /** Whether anyone may read the entries. Public entries need no salt. */
  readonly public: boolean;
  readonly sources: readonly Hex[];
  readonly statement: JsonObject;
}

/** Makes and signs the record of a plan. */
async function signRecord(domain: Domain, plan: RecordPlan): Promise<Draft> {
  const { before, kind, privateKey, ...sketch } = plan;
  const draft = await draftRecord(
    { ...sketch, kind: nameOfKind(kind) },
    {
      readDomain: () => Promise.resolve(domain),
      readNewest: () => Promise.resolve(before && { sequence: before.record.sequence, record: before.id }),
      readRecord: () => Promise.resolve(before!),
    },
  );
  return signDraft(draft, bytesOf(privateKey));
}

/**
 * Returns the record saved under a name for this ledger; if there is none, makes and saves it. An interrupted story therefore
 * registers the same records when it continues.
 */
export async function keepRecord(
  folder: string,
  name: string,
  domain: Domain,
  plan: RecordPlan,
): Promise<StoryRecord> {
  const file = join(resolve(folder), `${name}.record.json`);
  const kept = existsSync(file) ? parseDraft(await readFile(file)) : null;
  if (kept !== null && kept.domain.ledger === domain.ledger && kept.domain.chainId === domain.chainId)
    return { ...kept, id: idOfDraft(kept) };
  const draft = await signRecord(domain, plan);
  await writeWhole(file, formatDraft(draft), 0o600);
  return { ...draft, id: idOfDraft(draft) };
}
