import { Invariant } from '../../core/errors.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import type { OpenDocument } from '../../core/verify/engine.ts';
import type { InputDocument } from '../../engine/rows/document.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import type { PreparedRun, SolvedRun } from '../../engine/run.ts';
import { type EngineRun, openRunningEngine, type RunningEngine } from '../engines/method-engine.ts';

/** A run of a task with its rows, as another thread can receive it. */
export interface TaskRun {
  readonly method: string;
  readonly inputs: readonly InputRecord[];
  readonly parameters: unknown;
  /** Documents that its rows name, as far as somebody has them: a method refuses one that it lacks. */
  readonly documents: readonly DocumentName[];
}

/** A run whose documents were read. */
export interface OpenedRun {
  readonly engine: RunningEngine;
  /** Solves its equations; null where it has none. @throws EngineError */
  readonly solve: () => Promise<SolvedRun | null>;
  /** Solves its equations and prepares it. @throws EngineError */
  readonly prepare: () => Promise<PreparedRun>;
}

/** Opens a run of a task with the file of its engine. @throws EngineError `bad-document`; Invariant where the file has another digest */
export async function openRun(
  { method, inputs, parameters, documents: names }: TaskRun,
  file: EngineRun['engine'],
  openDocument: OpenDocument,
): Promise<OpenedRun> {
  const engine = await openRunningEngine(file);
  if (engine === null) throw new Invariant(`the file of the engine has not the digest ${file.digest}`);
  const documents: InputDocument[] = [];
  for (const name of names) documents.push(await engine.readDocument(name, (await openDocument(name))!));
  const solve = (): Promise<SolvedRun | null> => engine.solveRun(method, inputs, parameters, { documents });
  return {
    engine,
    solve,
    async prepare() {
      const solution = await solve();
      const given = { documents, ...(solution === null ? {} : { solution }) };
      return engine.prepareRun(method, inputs, parameters, given);
    },
  };
}
