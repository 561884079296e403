import type { Hex } from '../../core/encoding/hex.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import type { OpenDocument } from '../../core/verify/engine.ts';
import { WORK_LIMITS } from '../../core/verify/work.ts';
import type { ComputedFigures } from '../../jobs/compute/compute-figures.ts';
import { countRows } from '../../jobs/compute/count-rows.ts';
import { runRows } from '../../jobs/compute/run-rows.ts';
import type { ReadEngine } from '../../jobs/engines/engine-files.ts';
import { storeOneEngine } from '../../jobs/engines/one-engine.ts';
import type { FinishRun } from '../../jobs/engines/method-engine.ts';
import type { ComputeRun } from '../procedures/workbench.ts';
import { type AnswerFaultCode } from './answer-fault.ts';

/** With what runs of an answer file are computed again. No engine is taken from the file. */
export interface AgainPorts {
  /** Reads the file of an engine by its digest; null where it is not here. */
  readonly readEngine: ReadEngine;
  /** The engines that the reader accepts; null where no policy chooses, and every engine at hand is accepted. */
  readonly engines: readonly Hex[] | null;
  readonly openDocument: OpenDocument;
  readonly finish: FinishRun;
}

/** A run that cannot be computed again here. It has no `code`, so that nothing takes it for what the engine refused. */
export class Gap extends Error {
  override readonly name = 'Gap';
  readonly fault: AnswerFaultCode;

  constructor(fault: AnswerFaultCode) {
    super(fault);
    this.fault = fault;
  }
}

/** Computes runs again with one engine, each once, and remembers which documents were not here. */
export class Again {
  readonly missing: DocumentName[] = [];
  readonly #engine: Hex;
  readonly #ports: AgainPorts;
  readonly #done = new Map<object, Promise<ComputedFigures>>();

  constructor(engine: Hex, ports: AgainPorts) {
    this.#engine = engine;
    this.#ports = ports;
  }

  /** @throws EngineError as the engine refuses; Gap */
  readonly compute: ComputeRun = (request) => {
    const known = this.#done.get(request.inputs) ?? this.#compute(request);
    this.#done.set(request.inputs, known);
    return known;
  };

  async #compute(request: Parameters<ComputeRun>[0]): Promise<ComputedFigures> {
    const { readEngine, engines, openDocument, finish } = this.#ports;
    const digest = this.#engine;
    if (engines?.includes(digest) === false) throw new Gap('engine-not-accepted');
    if ((await readEngine(digest)) === null) throw new Gap('engine-missing');
    checkWork(request);
    const { opened, parameters, result } = await runRows(request, {
      engines: storeOneEngine(digest, readEngine),
      openDocument: async (name) => {
        const source = await openDocument(name);
        if (source === null) this.missing.push(name);
        return source;
      },
      finish,
      onProgress: () => {},
    });
    return {
      ...result,
      entries: opened.listEntries(result, parameters),
      used: result.used.map(({ record }) => record as Hex),
      ...{ engine: opened.engine, solution: null },
    };
  }
}

/** @throws Gap where a run has more rows or draws than one verification computes */
function checkWork({ inputs, parameters }: Parameters<ComputeRun>[0]): void {
  const rows = countRows(inputs);
  const { draws } = parameters;
  const samples = typeof draws === 'number' ? draws * rows : 0;
  if (rows > WORK_LIMITS.rows || samples > WORK_LIMITS.samples) throw new Gap('too-much-work');
}
