import { readFile } from 'node:fs/promises';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { readEntryTable } from '../../tables/entries-file.ts';
import { createTableFile } from '../../tables/table-file.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { KINDS } from '../../core/records/kind.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import type { KeyHolder, LocalKey } from '../stack/local-keys.ts';
import { ACTORS, type ActorName } from '../stack/actors.ts';
import type { ComputedResult } from './computed-result.ts';
import { type RecordPlan, type StoryRecord, keepRecord } from './story-record.ts';

/** What the story needs from the ledger on which it is played. */
export interface Stage {
  readonly domain: Domain;
  readonly keys: Readonly<Record<KeyHolder, LocalKey>>;
  /** The folder for the record files. */
  readonly folder: string;
  /** Registers a record of an actor. Registering it again changes nothing. */
  register(draft: StoryRecord, actor: ActorName): Promise<void>;
  /** Waits until all these records are anchored. */
  settle(drafts: readonly StoryRecord[]): Promise<void>;
}

/** A record that an actor registers, without the members that all records of its kind have alike. */
export interface StoryPlan {
  readonly actor: 'provider' | 'company';
  readonly subject: string;
  readonly statement: JsonObject;
  readonly before?: StoryRecord;
}

/** Registers a file in data/ as a dataset. Those of the provider are public. */
export async function registerDataset(
  stage: Stage,
  name: string,
  { file, ...plan }: StoryPlan & { readonly file: string },
): Promise<StoryRecord> {
  const entries = await readData(file);
  return registerPlan(stage, name, plan.actor, {
    ...basedOn(stage, plan),
    kind: KINDS.dataset,
    entries,
    sources: [],
  });
}

/** Registers a result. Those of the provider are public. */
export async function registerResult(
  stage: Stage,
  name: string,
  { computed, ...plan }: StoryPlan & { readonly computed: ComputedResult },
): Promise<StoryRecord> {
  const { entries, sources } = computed;
  return registerPlan(stage, name, plan.actor, {
    ...basedOn(stage, plan),
    kind: KINDS.result,
    entries,
    sources,
  });
}

function basedOn(
  stage: Stage,
  { actor, subject, statement, before }: StoryPlan,
): Omit<RecordPlan, 'kind' | 'entries' | 'sources'> {
  const isPublic = actor === 'provider';
  return { ...signedBy(stage, actor), subject, statement, before: before ?? null, public: isPublic };
}

/** Registers a record of an actor under the name of its file. */
export async function registerPlan(
  stage: Stage,
  name: string,
  actor: ActorName,
  plan: RecordPlan,
): Promise<StoryRecord> {
  const draft = await keepRecord(stage.folder, name, stage.domain, plan);
  await stage.register(draft, actor);
  return draft;
}

/** Returns party and key of an actor. */
export function signedBy({ keys }: Stage, actor: ActorName): { party: Hex; privateKey: Hex } {
  return { party: hashParty(ACTORS[actor].identifier), privateKey: keys[actor].privateKey };
}

/** Returns the members of a statement that people read. */
export function describe(title: string, period: string, standard: string): JsonObject {
  return { title, period, standard };
}

/** Returns a record as an input of a run. */
export function inputOf({ id, record, entries }: StoryRecord): InputRecord {
  return { record: id, kind: record.kind, subject: record.subject, entries: [...entries] } as InputRecord;
}

/** Reads the rows of a file in data/. */
async function readData(file: string): Promise<UnsaltedEntry[]> {
  const bytes = await readFile(new URL(`../../data/${file}`, import.meta.url));
  return readEntryTable(createTableFile(file, bytes));
}
