import type { Handle, HandleKind } from '../handles/handle.ts';
import type { CountItem, Item } from '../handles/item.ts';
import type { Handles } from '../handles/handle-table.ts';
import { isMadeFrom } from '../handles/made-from.ts';
import type { RunName } from '../handles/run-name.ts';

/** What tools issue together: for a run, registered records, or factors that were found. */
export type SourceName = RunName | 'records' | 'factors';

/** Handles that a procedure speaks of before any tool has issued them. */
export type Pick =
  /** The figures of a run, or of registered records, whose keys match a regular expression. */
  | { readonly figures: string; readonly of: SourceName }
  /** What a step of the procedure issued; of one kind, where that is named. */
  | { readonly step: string; readonly kind?: HandleKind }
  /** Findings with these codes; of one run or of records, where that is named. */
  | { readonly findings: readonly string[]; readonly of?: SourceName }
  /** Registered records: those that were found, or those whose proofs verify. */
  | { readonly records: 'found' | 'verified' }
  /** What a figure is made from: figures, unless another kind is named. `each`: the one of the round, which the planner fills in. */
  | { readonly citedBy: Handle; readonly kind?: HandleKind }
  /** The figures that are made from something of a record. `each`: the record of the round. */
  | { readonly usersOf: Handle }
  /** What a finding is about, by its place. `each`: the finding of the round. */
  | { readonly aboutOf: Handle; readonly at: number }
  /** What was counted of registered records. */
  | { readonly counted: CountItem['of'] }
  /** Why the engine refused a run. */
  | { readonly refusal: RunName }
  /** Rows of these types that figures of a run are computed from. */
  | { readonly rows: readonly string[]; readonly of: RunName }
  /** The pictures of the figures of a run. */
  | { readonly pictures: RunName }
  /** Rows of factors that were found. */
  | { readonly factors: 'found' }
  /** All of these. */
  | { readonly all: readonly Pick[] }
  /** Candidates for what a run lacks, or those that were accepted for it. */
  | { readonly candidates: RunName; readonly accepted: boolean }
  /** The row that adds most to the variance of the first of these figures. */
  | { readonly leastSure: Pick }
  /** The clause by which a run computes. */
  | { readonly clause: RunName }
  /** A run. */
  | { readonly run: RunName }
  /** The numbers that the person wrote. */
  | { readonly given: 'numbers' };

/** What was issued for the runs and steps of a procedure, by their names. */
export interface Issued {
  readonly handles: Handles;
  readonly runs: ReadonlyMap<SourceName, readonly Handle[]>;
  readonly steps: ReadonlyMap<string, readonly Handle[]>;
}

/** Fills the places of a pattern, such as `{1}`, with what the key of a figure gave for them, and `each` with its handle. */
export function fillPick(pick: Pick, parts: readonly string[], handle: Handle | null): Pick {
  if ('all' in pick) return { all: pick.all.map((each) => fillPick(each, parts, handle)) };
  if ('citedBy' in pick) return { ...pick, citedBy: handle ?? pick.citedBy };
  if ('usersOf' in pick) return { usersOf: handle ?? pick.usersOf };
  if ('aboutOf' in pick) return { ...pick, aboutOf: handle ?? pick.aboutOf };
  if (!('figures' in pick)) return pick;
  const figures = pick.figures.replaceAll(/\{(\d)\}/gu, (_, place: string) =>
    escapeText(parts[Number(place)] ?? ''),
  );
  return { ...pick, figures };
}

function escapeText(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

/** Returns the handles that a procedure speaks of, in the order in which tools issued them. */
export function findPicked(pick: Pick, issued: Issued): readonly Handle[] {
  const { handles, runs, steps } = issued;
  if ('all' in pick) return [...new Set(pick.all.flatMap((each) => findPicked(each, issued)))];
  if ('step' in pick) return ofStep(steps.get(pick.step) ?? [], pick.kind, handles);
  if ('given' in pick) return ofKind(handles.list(), 'given', handles);
  if ('leastSure' in pick) return findLeastSure(findPicked(pick.leastSure, issued), handles);
  const direct = directOf(pick);
  if (direct !== null) return ofKind(runs.get(direct.of) ?? [], direct.kind, handles);
  if ('refusal' in pick) return findRefusal(runs.get(pick.refusal) ?? [], handles);
  if ('citedBy' in pick) return findCited(pick, [...runs.values()].flat(), handles);
  if ('usersOf' in pick) return findUsers(pick.usersOf, [...runs.values()].flat(), handles);
  if ('aboutOf' in pick) return findAbout(pick, handles);
  const of = 'of' in pick ? pick.of : undefined;
  const among = of === undefined ? [...runs.values()].flat() : runs.get(of);
  return [...new Set(among)].filter((handle) => isPicked(handles.find(handle), pick));
}

/** Returns why the engine refused a run; nothing where it was computed. */
function findRefusal(found: readonly Handle[], handles: Handles): readonly Handle[] {
  return ofKind(found, 'run', handles).length > 0 ? [] : ofKind(found, 'finding', handles);
}

/** Whether a pick is about a thing that was issued. */
function isPicked(item: Item | null, pick: Pick): boolean {
  if (item === null) return false;
  if ('figures' in pick) return item.kind === 'figure' && new RegExp(pick.figures, 'u').test(item.key);
  if ('rows' in pick) return item.kind === 'row' && pick.rows.includes(item.type);
  if ('findings' in pick) return item.kind === 'finding' && pick.findings.includes(item.code);
  if ('counted' in pick) return item.kind === 'count' && pick.counted === item.of;
  if ('candidates' in pick)
    return item.kind === 'candidate' && item.run === pick.candidates && item.isAccepted === pick.accepted;
  if (!('records' in pick)) return false;
  return item.kind === 'record' && (item.verdict === 'verified') === (pick.records === 'verified');
}

/** Returns what a pick takes of one kind: the clause of a run, the run itself, its pictures, or factors that were found. */
function directOf(pick: Pick): { readonly of: SourceName; readonly kind: HandleKind } | null {
  if ('clause' in pick) return { of: pick.clause, kind: 'clause' };
  if ('run' in pick) return { of: pick.run, kind: 'run' };
  if ('pictures' in pick) return { of: pick.pictures, kind: 'picture' };
  return 'factors' in pick ? { of: 'factors', kind: 'row' } : null;
}

function ofStep(among: readonly Handle[], kind: HandleKind | undefined, handles: Handles): readonly Handle[] {
  return kind === undefined ? among : ofKind(among, kind, handles);
}

function ofKind(among: readonly Handle[], kind: HandleKind, handles: Handles): readonly Handle[] {
  return among.filter((handle) => handles.find(handle)?.kind === kind);
}

/** Returns what of a kind among handles a figure is made from. */
function findCited(
  { citedBy, kind = 'figure' }: Extract<Pick, { citedBy: Handle }>,
  among: readonly Handle[],
  handles: Handles,
): readonly Handle[] {
  const citing = handles.find(citedBy);
  if (citing?.kind !== 'figure') return [];
  return ofKind([...new Set(among)], kind, handles).filter((handle) =>
    isMadeFrom(citing, handles.find(handle)!),
  );
}

function findUsers(record: Handle, among: readonly Handle[], handles: Handles): readonly Handle[] {
  const item = handles.find(record);
  return [...new Set(among)].filter((handle) => {
    const figure = handles.find(handle);
    return item !== null && figure?.kind === 'figure' && isMadeFrom(figure, item);
  });
}

function findAbout({ aboutOf, at }: Extract<Pick, { aboutOf: Handle }>, handles: Handles): readonly Handle[] {
  const finding = handles.find(aboutOf);
  return finding?.kind === 'finding' ? finding.about.slice(at, at + 1) : [];
}

function findLeastSure([first]: readonly Handle[], handles: Handles): readonly Handle[] {
  const figure = first === undefined ? null : handles.find(first);
  const row = figure?.kind === 'figure' ? figure.uncertainty?.contributions[0] : undefined;
  if (row === undefined) return [];
  return handles.list().filter((handle) => {
    const item = handles.find(handle);
    return item?.kind === 'row' && item.record === row.record && item.key === row.key;
  });
}
