import { frameOf, type FrameId } from '../frames/frame-list.ts';
import type { Answer, Statement } from '../gate/block.ts';
import type { Duty } from '../gate/gate-context.ts';
import { shownBy } from '../gate/resolve.ts';
import type { Handle } from '../handles/handle.ts';
import type { Handles } from '../handles/handle-table.ts';
import { LACKING, listLeftOut } from './left-out.ts';
import { TABLE_CODES } from './tables-read.ts';
import { findPicked, type Issued, type Pick, type SourceName } from './pick.ts';
import type { RunName } from '../handles/run-name.ts';
import type { Workbench } from './workbench.ts';

/** What an answer must do. Where nothing was issued that it is about, it is met. */
export type Obligation = { readonly name: string } &
  /** A run was computed here, or refused by the engine; registered records were looked for. */
  (
    | { readonly is: 'computed'; readonly run: SourceName }
    /** Each of these is in the answer, unless it is withheld. */
    | { readonly is: 'stated'; readonly what: Pick }
    /** A person is asked about each of these. */
    | { readonly is: 'asked'; readonly what: Pick }
    /** Where one of these was found, the answer says that it is withheld, and shows no figure. */
    | { readonly is: 'withheld'; readonly what: Pick }
    /** A statement has one of these frames, with one of each of these in its slots. */
    | { readonly is: 'framed'; readonly frames: readonly FrameId[]; readonly with: readonly Pick[] }
    /** No figure is shown that is derived from both, and no statement compares them. */
    | { readonly is: 'apart'; readonly one: Pick; readonly other: Pick }
  );

/** What of a procedure obliges. */
interface Obliging {
  readonly obligations: readonly Obligation[];
  readonly runs: readonly { readonly run: RunName; readonly optional?: boolean }[];
  readonly steps: readonly { readonly step: string; readonly of: readonly Pick[] }[];
}

/**
 * Returns the obligations of a procedure, and those of all: an answer names each run that the engine refused, asks about the candidates for what it lacks,
 * says what a run does not have and how its tables were read, and states the choices that were accepted.
 */
export function obligationsOf({ obligations, runs }: Obliging): readonly Obligation[] {
  return [
    ...obligations,
    ...runs.flatMap(
      ({ run }) =>
        [
          { name: `refused-${run}`, is: 'stated', what: { refusal: run } },
          { name: `choices-${run}`, is: 'asked', what: { candidates: run, accepted: false } },
          { name: `lacking-${run}`, is: 'stated', what: { findings: LACKING, of: run } },
          { name: `tables-${run}`, is: 'stated', what: { findings: TABLE_CODES, of: run } },
          { name: `accepted-${run}`, is: 'stated', what: { candidates: run, accepted: true } },
        ] as const,
    ),
  ];
}

/** Returns what the gate checks of an answer to a question of this procedure. */
export function dutiesOf(procedure: Obliging, issued: Workbench): Duty[] {
  const leftOut: readonly SourceName[] = listLeftOut(procedure, issued);
  const isLeftOut = (each: Obligation): boolean => each.is === 'computed' && leftOut.includes(each.run);
  const ofSteps = procedure.steps.map((step) => ({
    name: `step-${step.step}`,
    isMet: () => isTaken(step, issued),
  }));
  const obligations = obligationsOf(procedure).filter((each) => !isLeftOut(each));
  const ofAnswer = obligations.map((obligation): Duty => ({
    name: obligation.name,
    isMet: (answer, handles) =>
      isMet(obligation, answer, { handles, runs: issued.runs, steps: issued.steps }),
  }));
  return [...ofAnswer, ...ofSteps];
}

/** Whether a step was taken, or there is nothing that it could be about. */
function isTaken({ step, of }: Obliging['steps'][number], issued: Issued): boolean {
  return (
    issued.steps.has(step) || of.length === 0 || of.some((pick) => findPicked(pick, issued).length === 0)
  );
}

function isMet(obligation: Obligation, answer: Answer, issued: Issued): boolean {
  const { handles } = issued;
  switch (obligation.is) {
    case 'computed':
      return issued.runs.has(obligation.run);
    case 'stated': {
      const shown = shownIn(answer, handles);
      const isWithheld = statementsOf(answer).some(({ frame }) => frame === 'withheld');
      return findPicked(obligation.what, issued).every(
        (handle) => shown.has(handle) || (isWithheld && handles.find(handle)?.kind === 'figure'),
      );
    }
    case 'asked': {
      const asked = handlesIn(
        statementsOf(answer).filter(({ frame }) => frameOf(frame).group === 'question'),
      );
      return findPicked(obligation.what, issued).every((handle) => asked.has(handle));
    }
    case 'withheld': {
      const found = findPicked(obligation.what, issued);
      const named = handlesIn(statementsOf(answer).filter(({ frame }) => frame === 'withheld'));
      const hasFigure = [...shownIn(answer, handles)].some(
        (handle) => handles.find(handle)?.kind === 'figure',
      );
      return found.length === 0 || (found.every((handle) => named.has(handle)) && !hasFigure);
    }
    case 'framed': {
      const wanted = obligation.with.map((pick) => findPicked(pick, issued));
      if (wanted.some((found) => found.length === 0)) return true;
      return statementsOf(answer).some((statement) => {
        const own = handlesIn([statement]);
        return (
          obligation.frames.includes(statement.frame) &&
          wanted.every((found) => found.some((handle) => own.has(handle)))
        );
      });
    }
    case 'apart':
      return isApart(
        answer,
        findPicked(obligation.one, issued),
        findPicked(obligation.other, issued),
        handles,
      );
  }
}

/** Groups of frames that put one figure above or into another one. */
const COMPARING = ['comparison', 'share', 'rank', 'trend'];

function isApart(
  answer: Answer,
  one: readonly Handle[],
  other: readonly Handle[],
  handles: Handles,
): boolean {
  const joins = (among: readonly Handle[]): boolean =>
    one.some((handle) => among.includes(handle)) && other.some((handle) => among.includes(handle));
  const derived = [...shownIn(answer, handles)].map((handle) => handles.find(handle));
  return (
    !derived.some(
      (item) => item?.kind === 'figure' && item.source.is === 'derived' && joins(item.source.operands),
    ) &&
    !statementsOf(answer).some(
      (statement) => COMPARING.includes(frameOf(statement.frame).group) && joins([...handlesIn([statement])]),
    )
  );
}

function statementsOf({ blocks }: Answer): readonly Statement[] {
  return blocks.filter((block) => block.is === 'statement');
}

function handlesIn(statements: readonly Statement[]): ReadonlySet<Handle> {
  return new Set(statements.flatMap(({ slots }) => Object.values(slots).flat()));
}

function shownIn({ blocks }: Answer, handles: Handles): ReadonlySet<Handle> {
  return new Set(blocks.flatMap((block) => shownBy(block, handles).map(({ handle }) => handle)));
}
