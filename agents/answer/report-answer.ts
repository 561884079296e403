import type { Hex } from '../../core/encoding/hex.ts';
import { countRows } from '../../jobs/compute/count-rows.ts';
import { ANSWER_TEXTS } from '../render/answer-texts.ts';
import { plainText } from '../render/plain-text.ts';
import type { Node } from '../render/node.ts';
import { plainWriting } from '../render/plain-writing.ts';
import { render } from '../render/render.ts';
import type { BothTexts, Language } from '../words/language.ts';
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
  const rendered = renderHeld(verdict);
  return {
    ...{ verdict: verdict.verdict, question, by: transcript.by },
    ...{ rows: countRows(runs.flatMap(({ inputs }) => inputs)), unprovenRows: verdict.unprovenRows },
    statements: verdict.statements.map((statement, at) => {
      const { state, faults } = statement;
      const nodes = rendered[at] ?? null;
      return {
        state,
        text: nodes === null ? null : { en: plainText([nodes.en]), 'zh-CN': plainText([nodes['zh-CN']]) },
        faults: faults.map(reportFault),
        records: holds(statement) ? listRecords(file, file.blocks[at]!) : [],
      };
    }),
    faults: verdict.faults.map(reportFault),
    proofs: verdict.proofs.map(({ verdict: own, bundle }) => ({
      ...{ record: bundle?.records[0]?.id ?? null, verdict: own },
    })),
  };
}

/** A block as this program writes it in each language. */
export type BothNodes = Readonly<Record<Language, Node>>;

/** Renders the statements of an answer file, each in both languages; null where one fails or was not checked: its words would be the file's. */
export function renderHeld({ admitted, statements }: AnswerVerdict): readonly (BothNodes | null)[] {
  if (admitted === null) return statements.map(() => null);
  const [en, zh] = [render(admitted, plainWriting('en')), render(admitted, plainWriting('zh-CN'))];
  const held = en.map((node, at) => ({ en: node, 'zh-CN': zh[at]! }));
  return statements.map((statement) => (holds(statement) ? (held.shift() ?? null) : null));
}

function reportFault(fault: AnswerFault): ReportedFault {
  const code = fault.problem?.code;
  if (code === undefined) return { ...fault, reason: null };
  const reason = { en: ANSWER_TEXTS.en.reasons[code], 'zh-CN': ANSWER_TEXTS['zh-CN'].reasons[code] };
  return { ...fault, reason };
}
