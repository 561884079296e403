import type { Handle } from '../handles/handle.ts';
import type { Tool } from '../tools/tool.ts';
import { findPicked } from './pick.ts';
import type { Procedure, Step } from './procedure.ts';
import type { Workbench } from './workbench.ts';

/** Returns a tool that remembers what it issues for the steps of a procedure, when a model takes them: obligations speak of these. */
export function watchSteps<Input>(
  tool: Tool<Input>,
  { steps }: Procedure,
  workbench: Workbench,
): Tool<Input> {
  const own = steps.filter((step) => step.tool === tool.name);
  if (own.length === 0) return tool;
  return {
    ...tool,
    run: async (input, call) => {
      const taken = own.filter((step) => isStep(step, input as StepInput, workbench));
      const outcome = await tool.run(input, call);
      for (const { step } of taken)
        workbench.finishStep(step, [...(workbench.steps.get(step) ?? []), ...outcome.handles]);
      return outcome;
    },
  };
}

/** What of the arguments of a tool says which step it takes. */
interface StepInput {
  readonly operation?: string;
  readonly figures?: readonly Handle[];
  readonly figure?: Handle;
  readonly within?: Handle;
  readonly record?: Handle;
}

/** Whether a call takes a step: the same operation, on what the step is about. */
function isStep(step: Step, input: StepInput, workbench: Workbench): boolean {
  if (step.tool === 'derive' && step.operation !== input.operation) return false;
  const operands = operandsOf(step, input);
  if (operands === null) return true;
  return step.of.every((pick, at) => findPicked(pick, workbench).includes(operands[at] ?? ''));
}

/** Returns what a call names for each pick of a step; null where it names nothing, or figures in any order. */
function operandsOf(
  { tool }: Step,
  { figures = [], figure = '', within = '', record = '' }: StepInput,
): readonly Handle[] | null {
  if (tool === 'derive') return figures;
  if (tool === 'choose-rows') return [figure, within];
  return tool === 'open-record' ? [record] : null;
}
