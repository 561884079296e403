import type { OpenDocument } from '../../core/verify/engine.ts';
import type { InputDocument } from '../../engine/rows/document.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import type { RunResult, SolvedRun } from '../../engine/run.ts';
import { listOfRows, type NamedDocument } from '../documents/named-documents.ts';
import type { EngineStore } from '../engines/engine-store.ts';
import { type FinishRun, type MethodEngine, openMethodEngine } from '../engines/method-engine.ts';
import { readParameterTimes } from './run-parameters.ts';
import { computeSolved, type SolvingPlace } from './solved-elsewhere.ts';

/** A method with its rows and parameters, whose times are ISO dates or unix seconds. */
export interface RowsToRun {
  /** `id@version`. */
  readonly method: string;
  readonly inputs: readonly InputRecord[];
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What a run does now, and which share of that is done, from 0 to 1; null where it does not say. */
export interface RunProgress {
  readonly step: 'reading' | 'solving' | 'computing';
  readonly done: number | null;
}

/** What an engine is given by the machine on which it runs. */
export interface RunPorts {
  readonly engines: EngineStore;
  /** Finds a document that rows name. The engine hashes what it reads. */
  readonly openDocument: OpenDocument;
  /** Where random draws are computed. */
  readonly finish: FinishRun;
  /** Where else equations are solved; absent: they are solved here. */
  readonly solvingPlace?: SolvingPlace | undefined;
  readonly onProgress: (progress: RunProgress) => void;
}

/** A run that ended, before anything is judged of it. */
export interface RunOfRows {
  readonly opened: MethodEngine;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly result: RunResult;
  readonly solution: SolvedRun | null;
  /** The documents that rows name, if the method takes any. */
  readonly named: readonly NamedDocument[];
}

/** Reads the documents that rows name, solves the equations of the run if it has any, and computes. @throws EngineError; what a port throws */
export async function runRows(
  { method, inputs, parameters: given }: RowsToRun,
  { engines, openDocument, finish, onProgress, solvingPlace }: RunPorts,
): Promise<RunOfRows> {
  const parameters = readParameterTimes(given);
  const opened = await openMethodEngine(method, engines);
  const named = opened.readDocument === null ? [] : listOfRows(inputs.flatMap(({ entries }) => entries));
  const documents = await readDocuments(opened, named, openDocument);
  onProgress({ step: 'computing', done: null });
  const solveHere = async (): Promise<SolvedRun | null> => {
    const onSolving = (done: number): void => onProgress({ step: 'solving', done });
    const solution = await opened.solve(inputs, parameters, { documents, onProgress: onSolving });
    onProgress({ step: 'computing', done: null });
    return solution;
  };
  const run = { opened, method, inputs, parameters, documents, finish, solveHere };
  const { result, solution } = await computeSolved(run, solvingPlace ?? null);
  return { opened, parameters, result, solution, named };
}

/** Reads documents. One that is nowhere is left out: the method may not need it. */
async function readDocuments(
  { readDocument }: MethodEngine,
  named: readonly NamedDocument[],
  openDocument: OpenDocument,
): Promise<readonly InputDocument[]> {
  const documents: InputDocument[] = [];
  for (const { sha256, size, mediaType } of named) {
    const name = { sha256, size, mediaType };
    const source = await openDocument(name);
    if (source !== null) documents.push(await readDocument!(name, source));
  }
  return documents;
}
