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

/** What of the arguments of a tool tells which step it takes. */
interface StepInput {
  readonly operation?: string;
  readonly figures?: readonly Handle[];
}

/** Whether a call takes a step: the same operation, on figures that the step is about. */
function isStep(step: Step, { operation, figures = [] }: StepInput, workbench: Workbench): boolean {
  if (step.tool !== 'derive') return true;
  return (
    step.operation === operation &&
    step.of.every((pick, at) => findPicked(pick, workbench).includes(figures[at] ?? ''))
  );
}
