import { availableParallelism } from 'node:os';
import { type AnswerFile, parseAnswer } from '../../agents/answer/answer-file.ts';
import { type AnswerReport, reportAnswer } from '../../agents/answer/report-answer.ts';
import { type AnswerVerdict, verifyAnswer } from '../../agents/answer/verify-answer.ts';
import { digestPolicy } from '../../agents/records/policy-digest.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { findRestated, type Followed, openRestatedPorts } from '../../jobs/follow/find-restated.ts';
import { digestEngine } from '../../jobs/engines/engine-files.ts';
import { readSources } from '../../jobs/engines/engine-sources.ts';
import type { ReadEngine } from '../../jobs/engines/engine-files.ts';
import { findApi, type ServerOptions } from '../options/server-options.ts';
import { readAgain } from '../../jobs/map/read-recorded.ts';
import { verifyNamed } from '../../jobs/verify/verify-proof.ts';
import { engineFolder } from '../engines/engine-folder.ts';
import { DocumentFinder } from '../inputs/document-inputs.ts';
import { type DocumentOptions } from '../options/document-options.ts';
import { type EngineOptions, openGivenEngine } from '../options/engine-options.ts';
import { languageOf, type LanguageOptions } from '../options/language-option.ts';
import { choosePolicy, type VerifyPolicyOptions } from '../options/verify-policy.ts';
import { formatAnswerReport } from '../output/answer-verdict-text.ts';
import { printProgress, printResult } from '../output/print.ts';
import type { CommandContext, CommonOptions } from '../terminal/command-context.ts';
import { readBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { finishInThreads } from '../threads/simulate-in-threads.ts';

/** The options of `verify` that an answer file takes. */
export interface VerifyAnswerOptions
  extends CommonOptions, VerifyPolicyOptions, DocumentOptions, EngineOptions, ServerOptions, LanguageOptions {
  readonly offline?: boolean;
  readonly follow?: boolean;
}

const EXITS = { verified: 'ok', 'not-verified': 'refused', unchecked: 'unchecked' } as const;

/** Verifies an answer file, and prints what became of each statement. @throws BadInput where it is not one; UsageError */
export async function verifyAnswerFile(
  { terminal, endWith }: CommandContext,
  bytes: Uint8Array,
  options: VerifyAnswerOptions,
): Promise<void> {
  const file = parseAnswer(bytes);
  const policy = await findPolicy(terminal, file, options);
  const verdict = await judge(terminal, { file, policy }, options);
  const report = reportAnswer(file, verdict);
  const followed = options.follow === true ? await follow(terminal, report, options) : null;
  const language = languageOf(options) ?? file.question.language;
  const text = formatAnswerReport(report, followed, language);
  printResult(terminal, options.json, { ...report, ...followed }, text);
  endWith(EXITS[verdict.verdict]);
}

/** Asks the server which of the records behind the statements were replaced since. @throws UsageError `no-ledger`; ApiError */
async function follow(
  terminal: Terminal,
  { statements }: AnswerReport,
  options: ServerOptions,
): Promise<Followed> {
  const ledger = openRestatedPorts(await findApi(terminal, options));
  return findRestated(
    ledger,
    statements.flatMap(({ records }) => records),
  );
}

/** Returns the policy of the reader; null where there is none, and the file has no proof that needs one. */
async function findPolicy(
  terminal: Terminal,
  { proofs }: AnswerFile,
  options: VerifyAnswerOptions,
): Promise<Policy | null> {
  try {
    const { policy, source } = await choosePolicy(terminal, options);
    printProgress(terminal, options.json, `Using ${source}`);
    return options.offline === true ? { ...policy, rpc: { ...policy.rpc, urls: [] } } : policy;
  } catch (error) {
    if (error instanceof UsageError && error.code === 'no-ledger' && proofs.length === 0) return null;
    throw error;
  }
}

async function judge(
  terminal: Terminal,
  { file, policy }: { readonly file: AnswerFile; readonly policy: Policy | null },
  options: VerifyAnswerOptions,
): Promise<AnswerVerdict> {
  const say = (line: string): void => printProgress(terminal, options.json, line);
  const { find } = await DocumentFinder.open(terminal, options, { say });
  const openEngine = await openGivenEngine(terminal, options, null);
  const now = Math.floor(terminal.now() / 1000);
  return verifyAnswer(file, {
    readEngine: await givenEngines(terminal, options),
    engines: policy?.engines ?? null,
    openDocument: find,
    finish: finishInThreads({ threads: availableParallelism(), onProgress: () => {} }),
    verifyProof:
      policy === null
        ? null
        : (proof) => verifyNamed({ file: proof, policy, now }, { openEngine, openDocument: find }),
    readTable: (entries) => readAgain(entries, find),
    policy: digestPolicy(policy),
    signal: new AbortController().signal,
  });
}

async function givenEngines(terminal: Terminal, { engine: path }: EngineOptions): Promise<ReadEngine> {
  if (path === undefined) return engineFolder.read;
  const bytes = await readBytes(terminal, path);
  const given = readSources([{ digest: digestEngine(bytes), bytes }]);
  return async (digest) => (await given(digest)) ?? engineFolder.read(digest);
}
