import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type Draft,
  createDraft,
  formatDraft,
  idOfDraft,
  parseDraft,
  signDraft,
} from '../../jobs/register/draft.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { deriveSalt, type UnsaltedEntry } from '../../core/records/entry.ts';
import { type Hex, ZERO_HASH, bytesOf, formatHex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { Kind } from '../../core/records/kind.ts';
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

/** Makes and signs the record of a plan. The salts of a private record are derived from a new secret (§4). */
function signRecord(domain: Domain, plan: RecordPlan): Draft {
  const { party, kind, subject, before, statement } = plan;
  const secret = plan.public ? null : formatHex(randomBytes(32));
  const entries = plan.entries.map((entry) => ({
    ...entry,
    salt: secret === null ? ZERO_HASH : deriveSalt(secret, entry.key),
  }));
  const sequence = (before?.record.sequence ?? 0) + 1;
  const record = {
    party,
    kind,
    subject,
    sequence,
    previous: before?.id ?? ZERO_HASH,
    sources: [...plan.sources].sort(),
  };
  const draft = createDraft({ domain, record, statement, entries, secret, public: plan.public });
  return signDraft(draft, bytesOf(plan.privateKey));
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
  const draft = signRecord(domain, plan);
  await writeWhole(file, formatDraft(draft), 0o600);
  return { ...draft, id: idOfDraft(draft) };
}
