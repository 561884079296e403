import type { Hex } from '../../core/encoding/hex.ts';
import type { FindFactors } from '../../jobs/find-factors/find-by-question.ts';
import type { StepTools } from '../planner/plan.ts';
import { chooseRowsTool } from '../procedures/choose-rows-tool.ts';
import type { Propose } from '../procedures/propose.ts';
import { computeTool } from '../procedures/compute-tool.ts';
import { draftTool } from '../procedures/draft-tool.ts';
import { factorTool } from '../procedures/factor-tool.ts';
import { watchSteps } from '../procedures/watch-steps.ts';
import type { Procedure } from '../procedures/procedure.ts';
import type { ComputeRun, Workbench } from '../procedures/workbench.ts';
import type { RecordReads } from '../records/record-reads.ts';
import { recordTools } from '../records/record-tools.ts';
import { deriveTool, sortTool, tabulateTool } from '../tools/figure-tools.ts';
import type { Tool } from '../tools/tool.ts';

/** The tools that are made for one question. */
export interface QuestionTools extends StepTools {
  readonly compute: ReturnType<typeof computeTool>;
}

/** What the tools of a question are made of. */
export interface AskedQuestion {
  readonly procedure: Procedure;
  readonly text: string;
  readonly policy: Hex;
}

/** With what tools work. */
export interface ToolPorts {
  readonly compute: ComputeRun;
  /** Finds and verifies registered records; without it, no question about them is answered. */
  readonly records?: RecordReads;
  /** Proposes choices for runs that lack a factor, or whose boundary nobody chose; without it, none is proposed. */
  readonly propose?: Propose;
  /** Finds factors that an answer only names. */
  readonly findFactors?: FindFactors;
}

/** Makes the tools of a question: its runs, and the registered records that it may be answered from. */
export function openTools(
  { procedure, text, policy }: AskedQuestion,
  workbench: Workbench,
  { compute, records: reads, propose, findFactors }: ToolPorts,
): QuestionTools {
  const { records: slot } = procedure;
  return {
    compute: computeTool(procedure, workbench, compute, propose ?? null),
    chooseRows: chooseRowsTool(procedure, workbench, compute),
    factors: findFactors === undefined ? null : factorTool(text, findFactors, workbench),
    records:
      slot === undefined || reads === undefined
        ? null
        : recordTools({ question: text, policy, slot, reads }, workbench),
  };
}

/** Lists the tools that a model may call for a question: they remember the steps of its procedure that the model takes. */
export function listTools(
  { compute, chooseRows, records, factors }: QuestionTools,
  procedure: Procedure,
  workbench: Workbench,
): readonly Tool[] {
  const ofRecords = records === null ? [] : [records.find, records.open, ...Object.values(records.of)];
  const tools: readonly Tool[] = [
    ...[compute, chooseRows, ...ofRecords, ...(factors === null ? [] : [factors])],
    ...[deriveTool, sortTool, tabulateTool, draftTool],
  ];
  return tools.map((tool) => watchSteps(tool, procedure, workbench));
}
