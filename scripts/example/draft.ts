import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UnsaltedEntry } from '../../cli/entries-csv.ts';
import type { Domain } from '../../core/domain.ts';
import { type Entry, deriveSalt, hashEntries } from '../../core/entry.ts';
import { type Hex, ZERO_HASH, bytesOf, formatHex } from '../../core/hex.ts';
import { type JsonObject, hashJson } from '../../core/json.ts';
import type { Kind } from '../../core/kind.ts';
import { type LedgerRecord, digestRecord, hashRecord } from '../../core/record.ts';
import { signDigest } from '../../core/signature.ts';
import { writeWhole } from '../ledger-home.ts';

/** A record ready to be registered, kept in a file so that a start that was cut short registers the same one again. */
export interface Draft {
  readonly domain: Domain;
  readonly id: Hex;
  readonly record: LedgerRecord;
  readonly statement: JsonObject;
  readonly signature: Hex;
  readonly entries: readonly Entry[];
  /** Whether anyone may read the entries: then they need no salt. */
  readonly public: boolean;
}

/** What a draft is made from. */
export interface DraftPlan {
  readonly party: Hex;
  readonly privateKey: Hex;
  readonly kind: Kind;
  readonly subject: string;
  readonly before: Draft | null;
  readonly entries: readonly UnsaltedEntry[];
  readonly public: boolean;
  readonly sources: readonly Hex[];
  readonly statement: JsonObject;
}

/** Returns a signed record with salted entries; a private record's salts come from one fresh secret (§4). */
export function buildDraft(domain: Domain, plan: DraftPlan): Draft {
  const { party, kind, subject, before, statement } = plan;
  const secret = formatHex(randomBytes(32));
  const entries = plan.entries.map((entry) => ({
    ...entry,
    salt: plan.public ? ZERO_HASH : deriveSalt(secret, entry.key),
  }));
  const record: LedgerRecord = {
    party,
    kind,
    subject,
    sequence: (before?.record.sequence ?? 0) + 1,
    previous: before?.id ?? ZERO_HASH,
    entries: hashEntries(entries),
    sources: [...plan.sources].sort(),
    statement: hashJson(statement),
  };
  const signature = signDigest(digestRecord(domain, record), bytesOf(plan.privateKey));
  return { domain, id: hashRecord(record), record, statement, signature, entries, public: plan.public };
}

/** Returns the draft kept under a name for this ledger, or makes and keeps one. */
export async function keepDraft(
  folder: string,
  name: string,
  domain: Domain,
  plan: () => DraftPlan,
): Promise<Draft> {
  const file = join(folder, 'drafts', `${name}.json`);
  const text = await readFile(file, 'utf8').catch(() => null);
  const kept = text === null ? null : (JSON.parse(text) as Draft);
  if (kept !== null && kept.domain.ledger === domain.ledger && kept.domain.chainId === domain.chainId)
    return kept;
  const draft = buildDraft(domain, plan());
  await writeWhole(file, JSON.stringify(draft, null, 1), 0o600);
  return draft;
}
