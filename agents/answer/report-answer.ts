import type { Hex } from '../../core/encoding/hex.ts';
import { countRows } from '../../jobs/compute/count-rows.ts';
import type { Admitted } from '../gate/admitted.ts';
import { ANSWER_TEXTS } from '../render/answer-texts.ts';
import { plainText } from '../render/plain-text.ts';
import { plainWriting } from '../render/plain-writing.ts';
import { render } from '../render/render.ts';
import type { BothTexts } from '../words/language.ts';
import type { AnswerFile } from './answer-file.ts';
import type { AnswerFault } from './answer-fault.ts';
import { listRecords } from './answer-records.ts';
import { holds, type StatementState } from './judge-blocks.ts';
import type { AnswerVerdict } from './verify-answer.ts';

/** A fault, and what the gate says about it in both languages. */
export interface ReportedFault extends AnswerFault {
  readonly reason: BothTexts | null;
}

/** A block of an answer file as faces show it. */
export interface ReportedStatement {
  readonly state: StatementState;
  /** Its words, of this program; null where it fails or was not checked: they would be the file's. */
  readonly text: BothTexts | null;
  readonly faults: readonly ReportedFault[];
  /** The ids of the records that it comes from; none where it fails or was not checked. */
  readonly records: readonly Hex[];
}

/** What a verification of an answer file found, as plain data: what `ledger verify --json` prints. */
export interface AnswerReport {
  readonly verdict: AnswerVerdict['verdict'];
  readonly question: AnswerFile['question'];
  readonly by: AnswerFile['transcript']['by'];
  readonly rows: number;
  /** How many of the rows no proof file shows. */
  readonly unprovenRows: number;
  readonly statements: readonly ReportedStatement[];
  readonly faults: readonly ReportedFault[];
  readonly proofs: readonly { readonly record: Hex | null; readonly verdict: string }[];
}

/** Writes what a verification found. */
export function reportAnswer(file: AnswerFile, verdict: AnswerVerdict): AnswerReport {
  const { question, transcript, runs } = file;
  const texts = writeHeld(verdict.admitted);
  return {
    ...{ verdict: verdict.verdict, question, by: transcript.by },
    ...{ rows: countRows(runs.flatMap(({ inputs }) => inputs)), unprovenRows: verdict.unprovenRows },
    statements: verdict.statements.map((statement, at) => {
      const { state, faults } = statement;
      const isHeld = holds(statement);
      return {
        ...{ state, text: isHeld ? (texts.shift() ?? null) : null },
        faults: faults.map(reportFault),
        records: isHeld ? listRecords(file, file.blocks[at]!) : [],
      };
    }),
    faults: verdict.faults.map(reportFault),
    proofs: verdict.proofs.map(({ verdict: own, bundle }) => ({
      ...{ record: bundle?.records[0]?.id ?? null, verdict: own },
    })),
  };
}

/** Returns the words of the blocks that hold, in their order. */
function writeHeld(admitted: Admitted | null): BothTexts[] {
  if (admitted === null) return [];
  const [en, zh] = (['en', 'zh-CN'] as const).map((language) => render(admitted, plainWriting(language)));
  return en!.map((node, at) => ({ en: plainText([node]), 'zh-CN': plainText([zh![at]!]) }));
}

function reportFault(fault: AnswerFault): ReportedFault {
  const code = fault.problem?.code;
  if (code === undefined) return { ...fault, reason: null };
  const reason = { en: ANSWER_TEXTS.en.reasons[code], 'zh-CN': ANSWER_TEXTS['zh-CN'].reasons[code] };
  return { ...fault, reason };
}
