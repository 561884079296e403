import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Handle } from '../handles/handle.ts';
import { isMadeFrom } from '../handles/made-from.ts';
import type { Workbench } from '../procedures/workbench.ts';
import type { FoundCode } from '../reasons/found.ts';
import type { Tool } from '../tools/tool.ts';
import { type ProvenRecord, readProven } from './issue-record.ts';
import type { ListedRecord, OpenedProof } from './record-reads.ts';
import type { Surveying } from './survey-tool.ts';

const schema = z.strictObject({});

/** The most dependents that are opened, and figures of each that are issued. */
const MOST = { dependents: 8, figures: 5 } as const;

/** Makes the tool that follows a change of a record: which records are made from it, and which of their figures are, as their proofs show. */
export function impactTool(
  surveying: Surveying,
  listed: ReadonlyMap<Handle, ListedRecord>,
  workbench: Workbench,
): Tool<z.output<typeof schema>> {
  return {
    name: 'impact',
    about:
      'Follows a change of the first record that was found: verifies the records that are made from it, and issues them with the figures that are. Issues a finding for what could not be followed.',
    input: schema,
    run: async (_, { signal }) => {
      const following = new Following(surveying, workbench, signal);
      const [first, ...others] = listed.values();
      if (first !== undefined) await following.follow(first, others);
      workbench.addFound(following.issued);
      return { handles: following.issued, codes: [] };
    },
  };
}

/** What was touched by a change so far. */
class Following {
  readonly issued: Handle[] = [];
  readonly #touched = new Map<Hex, ProvenRecord['record']>();
  readonly #surveying: Surveying;
  readonly #workbench: Workbench;
  readonly #signal: AbortSignal;

  constructor(surveying: Surveying, workbench: Workbench, signal: AbortSignal) {
    this.#surveying = surveying;
    this.#workbench = workbench;
    this.#signal = signal;
  }

  async follow(first: ListedRecord, others: readonly ListedRecord[]): Promise<void> {
    const { reads } = this.#surveying;
    const subject = await this.#open(first);
    if (subject === null) return;
    this.#touch(subject.proven);
    const { records, hasMore } = await reads.dependents(first.id, this.#signal);
    for (const record of records.slice(0, MOST.dependents)) {
      if (this.#signal.aborted) return;
      const opened = await this.#open(record);
      if (opened !== null) this.#judge(opened);
    }
    const dependents = new Set(records.map(({ id }) => id));
    const left = [...others.filter(({ id }) => !dependents.has(id)), ...records.slice(MOST.dependents)];
    if (left.length > 0) this.#find('records-not-opened', left.map(({ title }) => title).join('; '));
    if (hasMore) this.#find('dependents-not-listed', '');
    if (records.length === 0) this.#find('no-dependent', subject.proven.record.title);
  }

  async #open(listed: ListedRecord): Promise<Opened | null> {
    const { reads, policy } = this.#surveying;
    const proof = await reads.open(listed.id, this.#signal);
    const proven = readProven(listed, proof, policy);
    if (!('code' in proven)) return { proven, proof: proof! };
    this.#find(proven.code, proven.message);
    return null;
  }

  #touch({ record }: ProvenRecord): Handle {
    this.#touched.set(record.record, record);
    const handle = this.#workbench.handles.issue(record);
    this.issued.push(handle);
    return handle;
  }

  /** Issues a record whose proof shows that it is made from something that is touched, and its figures that are. */
  #judge({ proven, proof }: Opened): void {
    const { handles } = this.#workbench;
    const { sources } = proof.found.bundle!.records[0]!.record;
    const through = sources.flatMap((id) => this.#touched.get(id) ?? []);
    if (through.length === 0) {
      this.#find('not-made-from', proven.record.title);
      return;
    }
    const figures = proven.figures.filter((figure) => through.some((each) => isMadeFrom(figure, each)));
    const record = this.#touch(proven);
    const about = [record, ...through.map((each) => handles.issue(each))];
    if (figures.length === 0) this.#find('no-figure-touched', proven.record.title, about);
    this.issued.push(...figures.slice(0, MOST.figures).map((figure) => handles.issue(figure)));
    const count = figures.length - MOST.figures;
    if (count > 0)
      this.issued.push(handles.issue({ kind: 'count', count, of: 'figures-left-out', members: null }));
  }

  #find(code: FoundCode, message: string, about: readonly Handle[] = []): void {
    const finding = { kind: 'finding', code, message, about, isPrivate: false } as const;
    this.issued.push(this.#workbench.handles.issue(finding));
  }
}

interface Opened {
  readonly proven: ProvenRecord;
  readonly proof: OpenedProof;
}
