/**
 * Asks questions about carbon accounts in words, and verifies answer files. Figures are computed from rows, or come from registered records whose
 * proofs verify; a language model may choose the steps, and the program writes every number and sentence. Runs in Node.js 20 or newer and in browsers.
 *
 * @packageDocumentation
 */
import { formatAnswer, parseAnswer } from '../agents/answer/answer-file.ts';
import { buildAnswer, isPrivateAnswer, nameAnswerer } from '../agents/answer/build-answer.ts';
import { rememberReads } from '../agents/answer/remember-reads.ts';
import { type AnswerReport, reportAnswer } from '../agents/answer/report-answer.ts';
import { verifyAnswer } from '../agents/answer/verify-answer.ts';
import { answerQuestion } from '../agents/coordinator/answer-question.ts';
import { findProcedure, splitQuestion } from '../agents/coordinator/procedures.ts';
import type { Admitted } from '../agents/gate/admitted.ts';
import type { Refused } from '../agents/model/converse.ts';
import type { Model } from '../agents/model/model.ts';
import type { ModelSettings } from '../agents/model/open-model.ts';
import type { Procedure } from '../agents/procedures/procedure.ts';
import type { RunName } from '../agents/handles/run-name.ts';
import { hasOpen } from '../agents/procedures/tables-read.ts';
import type { Propose } from '../agents/procedures/propose.ts';
import type { GivenRun } from '../agents/procedures/workbench.ts';
import { type FileReading, readProofFiles } from '../agents/records/file-records.ts';
import type { Sight } from '../agents/tools/describe.ts';
import type { Language } from '../agents/words/language.ts';
import { BadInput } from '../core/errors.ts';
import { digestPolicy } from '../agents/records/policy-digest.ts';
import type { Policy } from '../core/verify/policy.ts';
import { storeOneEngine } from '../jobs/engines/one-engine.ts';
import { computeFigures } from '../jobs/compute/compute-figures.ts';
import { openGivenDocuments } from '../jobs/documents/given-documents.ts';
import { digestEngine, openEngines } from '../jobs/engines/engine-files.ts';
import { readSources } from '../jobs/engines/engine-sources.ts';
import { verifyNamed } from '../jobs/verify/verify-proof.ts';

export { type AnswerFile, parseAnswer } from '../agents/answer/answer-file.ts';
export { ANSWER_FAULTS, type AnswerFault, type AnswerFaultCode } from '../agents/answer/answer-fault.ts';
export type { StatementState } from '../agents/answer/judge-blocks.ts';
export type { AnswerReport, ReportedFault, ReportedStatement } from '../agents/answer/report-answer.ts';
export { findProcedure, PROCEDURES, splitQuestion } from '../agents/coordinator/procedures.ts';
export type { RunName } from '../agents/handles/run-name.ts';
export type { Refused } from '../agents/model/converse.ts';
export type { Model, ModelCall, OfferedTool, Step, Turn } from '../agents/model/model.ts';
export type { ModelSettings } from '../agents/model/open-model.ts';
export type { Obligation } from '../agents/procedures/obligation.ts';
export type { Pick as PickedHandles, SourceName } from '../agents/procedures/pick.ts';
export type {
  AgentName,
  PlannedBlock,
  Procedure,
  RecordSlot,
  RecordsTool,
  RunSlot,
  Step as PlannedStep,
} from '../agents/procedures/procedure.ts';
export type { AcceptedChoice, GivenRun, OpenTable } from '../agents/procedures/workbench.ts';
export type { BothTexts, Language } from '../agents/words/language.ts';
export { BadInput } from '../core/errors.ts';
export { parsePolicy, type Policy } from '../core/verify/policy.ts';

/** Opens a model behind an interface as OpenAI's, such as Ollama. What it needs is loaded when it is called. */
export async function openModel(settings: ModelSettings): Promise<Model> {
  const { openModel: open } = await import('../agents/model/open-model.ts');
  return open(settings);
}

/** What computes and verifies, besides a question or an answer file. */
export interface AgentTools {
  /** The bytes of the file of the engine: `engines/next.mjs` of this package. */
  readonly engine: Uint8Array;
  /** Documents that rows name, such as large matrices; none if not given. */
  readonly documents?: readonly (Uint8Array | Blob)[];
  /** The reader's rules for proof files, with the endpoints of the chain. Without it no record is verified. */
  readonly policy?: Policy;
  /** Unix seconds; the clock of this machine if not given. */
  readonly now?: number;
  readonly signal?: AbortSignal;
}

/** A question, and what it is answered from. */
export interface AskOptions extends AgentTools {
  readonly question: string;
  /** The type of the question; its words choose it if not given. */
  readonly type?: string;
  /** English if not given. */
  readonly language?: Language;
  /** The runs that the type takes: `findProcedure(type).runs` lists them. */
  readonly runs?: readonly GivenRun[];
  /** Tables of a company's own for these runs, as people keep them. */
  readonly tables?: readonly AskedTable[];
  /** Proof files of registered records. */
  readonly proofs?: readonly Uint8Array[];
  /** What chooses steps and statements, and what it may see; without it, the forms planner does. */
  readonly model?: { readonly model: Model; readonly sight: Sight };
}

/** A workbook, CSV or Parquet file as a company keeps it. What needs judgement to read it is proposed, with what each candidate changes. */
export interface AskedTable {
  /** The run that takes its rows. */
  readonly run: RunName;
  /** The name of its file: its ending says what it is, and the names of choices begin with it. */
  readonly name: string;
  readonly bytes: Uint8Array | Blob;
  /** The names of choices that are accepted, such as `fuels.csv#Fuel:Gas oil=diesel`. */
  readonly accepted?: readonly string[];
}

/** An answer. */
export interface AskedAnswer {
  /** What may be shown, for `render` of `carbon-ledger/gate`: the answer, or why it was refused. */
  readonly admitted: Admitted;
  /** Why the gate refused the answer; null where it admitted it. */
  readonly refused: Refused | null;
  /** The text of its answer file, which holds all rows and proof files; null where it was refused. */
  readonly file: string | null;
  /** Whether the answer or its file has figures, rows or proof files that a party may keep private. Those of `proofs` are taken as private. */
  readonly isPrivate: boolean;
}

/**
 * Answers a question from the runs and proof files that it is given, as `ledger ask` does, and writes its answer file. Each proof file is verified
 * first: a figure of one that does not verify is not stated.
 * @throws BadInput where its words name no type, a proof file is not one, or a table has no such choice; an error with a code for a table that cannot be read
 * @example
 * ```ts
 * const { admitted, file } = await ask({
 *   question: 'Which scope 1 does the record state?',
 *   proofs: [await readFile('disclosure.carbon-proof.json')],
 *   policy: parsePolicy(await readFile('policy.json')),
 *   engine: await readFile(new URL('../engines/next.mjs', import.meta.resolve('carbon-ledger/agents'))),
 * });
 * ```
 */
export async function ask(options: AskOptions): Promise<AskedAnswer> {
  const { question: text, tables = [], proofs = [], model, language = 'en' } = options;
  const procedure = chooseProcedure(text, options.type);
  const runs = await Promise.all((options.runs ?? []).map((run) => addTables(run, tables)));
  const { ports, reading, digest } = openTools(options);
  const reads =
    reading === null || proofs.length === 0 ? null : rememberReads(readProofFiles(proofs, reading));
  const question = { procedure, text, language, runs, policy: digestPolicy(options.policy ?? null) };
  const answerer = model ?? 'forms';
  const answered = await answerQuestion(question, answerer, {
    compute: (request) => computeFigures(request, ports),
    ...(reads === null ? {} : { records: reads }),
    ...(tables.length === 0 ? {} : { propose: proposeReadings }),
    onProgress: () => {},
    signal: signalOf(options),
  });
  const { admitted, refused } = answered;
  const records = reads?.remembered() ?? null;
  const isPrivate = isPrivateAnswer({ answered, records });
  if (refused !== null) return { admitted, refused, file: null, isPrivate };
  const by = nameAnswerer(answerer);
  const parts = { question, answered, by, engine: digest, records, proofs: [] };
  return { admitted, refused, file: formatAnswer(buildAnswer(parts)), isPrivate };
}

/**
 * Verifies an answer file as `ledger verify` does: verifies its proof files, computes its runs again, and admits each statement again.
 * @param file - The bytes of a `*.carbon-answer.json` file, unchanged.
 * @throws BadInput where it is not an answer file
 * @example
 * ```ts
 * const { verdict, statements } = await verifyAnswerFile(await readFile('scope1.carbon-answer.json'), { engine, policy });
 * for (const { state, text } of statements) console.log(state, text?.en);
 * ```
 */
export async function verifyAnswerFile(file: Uint8Array, tools: AgentTools): Promise<AnswerReport> {
  const answer = parseAnswer(file);
  const { ports, reading } = openTools(tools);
  const verdict = await verifyAnswer(answer, {
    readEngine: ports.engines.read,
    engines: tools.policy?.engines ?? null,
    ...{ openDocument: ports.openDocument, finish: ports.finish },
    verifyProof:
      reading === null
        ? null
        : (proof) => verifyNamed({ file: proof, policy: reading.policy, now: reading.now() }, reading.ports),
    readTable: async (entries) => {
      const { readAgain } = await import('../jobs/map/read-recorded.ts');
      return readAgain(entries, ports.openDocument);
    },
    policy: digestPolicy(tools.policy ?? null),
    signal: signalOf(tools),
  });
  return reportAnswer(answer, verdict);
}

/** Proposes how tables can be read that leave something open. What reads tables is loaded when it is called. */
const proposeReadings: Propose = async (given, _code, handles, trying) => {
  if (!hasOpen(given)) return [];
  const { proposeTables } = await import('../agents/procedures/propose-tables.ts');
  return proposeTables(given, handles, trying);
};

/** Returns a run with the rows of its tables. @throws BadInput `wrong-type` for a choice that they do not have */
async function addTables(run: GivenRun, tables: readonly AskedTable[]): Promise<GivenRun> {
  const own = tables.filter((table) => table.run === run.run);
  if (own.length === 0) return run;
  const files = own.map(({ name, bytes }) => new File([bytes instanceof Blob ? bytes : bytes.slice()], name));
  const names = own.flatMap(({ accepted = [] }) => accepted);
  const { readTables } = await import('../agents/procedures/read-tables.ts');
  const { given, unknown } = await readTables(run, files, names);
  const [lost] = unknown;
  if (lost === undefined) return given;
  throw new BadInput(
    'wrong-type',
    `${lost}: no choice has this name, or another one comes before it`,
    lost,
    'tables',
  );
}

/** @throws BadInput `missing-member` */
function chooseProcedure(text: string, type: string | undefined): Procedure {
  const found = type === undefined ? splitQuestion(text)[0] : findProcedure(type);
  if (found != null) return found;
  const message = 'the question names no type that an agent answers: pass type, one of those of PROCEDURES';
  throw new BadInput('missing-member', message, type ?? text, 'type');
}

function openTools({ engine, documents = [], policy, now }: AgentTools): {
  readonly ports: Parameters<typeof computeFigures>[1];
  readonly reading: FileReading | null;
  readonly digest: ReturnType<typeof digestEngine>;
} {
  const digest = digestEngine(engine);
  const read = readSources([{ digest, bytes: engine }]);
  const openDocument = openGivenDocuments(documents);
  const seconds = (): number => now ?? Math.floor(Date.now() / 1000);
  return {
    digest,
    ports: {
      engines: storeOneEngine(digest, read),
      ...{ openDocument, onProgress: () => {} },
      finish: (prepared) => prepared.finish(),
    },
    reading:
      policy === undefined
        ? null
        : { policy, now: seconds, ports: { openEngine: openEngines(read), openDocument } },
  };
}

function signalOf({ signal = new AbortController().signal }: AgentTools): AbortSignal {
  return signal;
}
