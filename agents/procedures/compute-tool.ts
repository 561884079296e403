import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { RUN_KEY, type Run } from '../../core/records/run.ts';
import type { ComputedFigures } from '../../jobs/compute/compute-figures.ts';
import { findCataloguedMethod } from '../../jobs/engines/methods-catalogue.ts';
import { choosePictures } from '../../pictures/choose.ts';
import type { Picture } from '../../pictures/kinds/picture.ts';
import { type FigureEntry, figureOfEntry } from '../handles/figure-of-entry.ts';
import type { FigureItem } from '../handles/figure-item.ts';
import type { Handle } from '../handles/handle.ts';
import type { HandleTable } from '../handles/handle-table.ts';
import type { CandidateItem } from '../handles/item.ts';
import type { Tool, ToolOutcome } from '../tools/tool.ts';
import { RUN_NAMES } from '../handles/run-name.ts';
import { findLacking } from './lacking.ts';
import { findTables, hasOpen, refuseOpen } from './tables-read.ts';
import type { Propose } from './propose.ts';
import { requestOf } from './request-of.ts';
import type { Procedure, RunSlot } from './procedure.ts';
import type { ComputeRun, GivenRun, Workbench } from './workbench.ts';

const schema = z.strictObject({ run: z.enum(RUN_NAMES) });

/** The most figures and pictures that a run issues, and rows of each figure that make it unsure. */
const MOST = { figures: 200, rows: 3, pictures: 3 } as const;

/** Makes the tool that computes a run of a question, by what its person gave. */
export function computeTool(
  procedure: Procedure,
  workbench: Workbench,
  compute: ComputeRun,
  propose: Propose | null = null,
): Tool<z.output<typeof schema>> {
  const { handles } = workbench;
  // Before any candidate that is only proposed: a verification proposes none, and issues the same handles.
  const accepted = new Map(
    workbench.given.map((given) => [given.run, acceptedOf(given).map((item) => handles.issue(item))]),
  );
  return {
    name: 'compute',
    about:
      'Computes a run that the person gave, named a to d. Issues the run, its clause, its figures, what it found, and the rows that these are about; of a run that lacks a factor, whose boundary nobody chose, or whose table leaves something open, candidates.',
    input: schema,
    run: async ({ run }, { signal }) => {
      const given = workbench.given.find((each) => each.run === run);
      const slot = procedure.runs.find((each) => each.run === run);
      if (given === undefined || slot === undefined) return { handles: [], codes: ['no-such-run'] };
      const read = findTables(given).map((finding) => handles.issue(finding));
      const outcome = hasOpen(given)
        ? refuseOpen(given, handles)
        : await computeRun(given, slot, handles, (request) => compute(request, signal));
      const [code] = outcome.codes;
      const proposed = propose === null ? [] : await propose(given, code, handles, { compute, signal });
      const issued = [...accepted.get(run)!, ...outcome.handles, ...read, ...proposed];
      workbench.finishRun(run, issued);
      if (code !== undefined) return { ...outcome, handles: issued };
      const lacking = findLacking(procedure, run, workbench).map((finding) => handles.issue(finding));
      workbench.finishRun(run, [...issued, ...lacking]);
      return { ...outcome, handles: [...issued, ...lacking] };
    },
  };
}

/** Returns the choices that a person accepted for a run: its inputs and parameters have them already. */
function acceptedOf({ run, accepted = [], isPrivate }: GivenRun): readonly CandidateItem[] {
  return accepted.map(({ name, reason, ofTable }) => ({
    ...{ kind: 'candidate', run, name, needed: null, place: null },
    ...{ reason, effect: null, isAccepted: true, isPrivate },
    ...(ofTable === undefined ? {} : { ofTable }),
  }));
}

async function computeRun(
  given: GivenRun,
  slot: RunSlot,
  handles: HandleTable,
  compute: (request: Parameters<ComputeRun>[0]) => Promise<ComputedFigures>,
): Promise<ToolOutcome> {
  const { isPrivate } = given;
  const rows = new RowIssuer(given, handles);
  try {
    const computed = await compute(requestOf(given));
    return { handles: await issueRun(given, slot, { computed, handles, rows }), codes: [] };
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === null) throw error;
    const { code, message, row } = refused;
    const about = row === null ? [] : rows.issue(row.record, row.key);
    const finding = handles.issue({ kind: 'finding', code, message, about, isPrivate });
    return { handles: [finding, ...about], codes: [code] };
  }
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly row: { readonly record: string; readonly key: string } | null;
}

/** An error of the engine with its code and row; null for one that nobody expects. */
function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const { code, message } = error;
  return { code, message, row: 'row' in error ? (error.row as Refusal['row']) : null };
}

interface Issuing {
  readonly computed: ComputedFigures;
  readonly handles: HandleTable;
  readonly rows: RowIssuer;
  /** Rows that the run has otherwise than run a. */
  readonly changed?: readonly Handle[];
}

/** Issues a run with its clauses and figures, and what it found. */
export async function issueRun(
  { method, party, isPrivate }: GivenRun,
  slot: RunSlot,
  { computed, handles, rows, changed }: Issuing,
): Promise<Handle[]> {
  const { entries, used, engine, warnings } = computed;
  const detail = entries.find(({ key }) => key === RUN_KEY)?.detail;
  const run = handles.issue({
    ...{ kind: 'run', method, engine: engine.digest.slice(2), sources: used, run: detail as unknown as Run },
    ...(changed === undefined ? {} : { changed }),
  });
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const origin = { name: run, party, source: { is: 'computed', run } as const, isPrivate, entries: byKey };
  const wanted = slot.figures.map((pattern) => new RegExp(pattern, 'u'));
  const shown = entries.filter(({ key }) => key !== RUN_KEY && wanted.some((pattern) => pattern.test(key)));
  const figures = shown.flatMap((entry) => figureOfEntry(entry, origin) ?? []).slice(0, MOST.figures);
  const issued = figures.flatMap((figure) => [handles.issue(figure), ...issueUnsure(figure, rows)]);
  const ofFigures = figures.map((figure) => handles.issue(figure));
  const pictures = drawFigures(shown.slice(0, MOST.figures)).map((picture) =>
    handles.issue({ kind: 'picture', picture, figures: ofFigures }),
  );
  const findings = warnings.flatMap(({ code, message, row }) => {
    const about = rows.issue(row.record, row.key);
    return [handles.issue({ kind: 'finding', code, message, about, isPrivate }), ...about];
  });
  const clauses = await Promise.all(
    [...new Set(figures.map((figure) => figure.method ?? method))].map(async (name) => {
      const { standard } = await findCataloguedMethod(name);
      return handles.issue({ kind: 'clause', method: name, text: standard });
    }),
  );
  const operands = figures.flatMap(({ parts }) => rows.issueTypes(parts.entries, slot.rows ?? []));
  return [...new Set([run, ...clauses, ...issued, ...pictures, ...operands, ...findings])];
}

/** Returns the pictures of figures that an answer can show: of these figures alone. */
function drawFigures(entries: readonly FigureEntry[]): readonly Picture[] {
  const figures = entries.flatMap(({ value, ...entry }) => (value === null ? [] : { ...entry, value }));
  return choosePictures({ sequence: 1, figures, before: null }, { basis: 'location', stressor: null }).slice(
    0,
    MOST.pictures,
  );
}

/** Issues the rows that make a figure unsure, the largest first. */
function issueUnsure({ uncertainty }: FigureItem, rows: RowIssuer): Handle[] {
  return (uncertainty?.contributions ?? [])
    .slice(0, MOST.rows)
    .flatMap(({ record, key }) => rows.issue(record, key));
}

/** Issues rows of the inputs of a run, by record and key. */
export class RowIssuer {
  readonly #given: GivenRun;
  readonly #handles: HandleTable;

  constructor(given: GivenRun, handles: HandleTable) {
    this.#given = given;
    this.#handles = handles;
  }

  /** Returns the handles of rows of these types, among names of entries such as `0x…#key`. */
  issueTypes(names: readonly string[], types: readonly string[]): Handle[] {
    if (types.length === 0) return [];
    return names.flatMap((name) => {
      const at = name.indexOf('#');
      return this.issue(name.slice(0, at), name.slice(at + 1)).filter((handle) => {
        const item = this.#handles.find(handle);
        return item?.kind === 'row' && types.includes(item.type);
      });
    });
  }

  /** Returns the handle of a row; none where no input has it. */
  issue(record: string, key: string): Handle[] {
    const input = this.#given.inputs.find((each) => each.record === record);
    const entry = input?.entries.find((each) => each.key === key);
    if (entry === undefined) return [];
    const type = entry.detail?.['row'];
    return [
      this.#handles.issue({
        ...{ kind: 'row', record: record as Hex, key, type: typeof type === 'string' ? type : 'figure' },
        ...{ from: entry.from, until: entry.until, place: null },
        isPrivate: this.#given.isPrivate,
      }),
    ];
  }
}
