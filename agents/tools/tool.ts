import type { ZodType } from 'zod';
import type { Handle } from '../handles/handle.ts';
import type { HandleTable } from '../handles/handle-table.ts';
import type { ToolName } from './tool-names.ts';

/** What a tool gets of its conversation. */
export interface ToolCall {
  /** Issues handles for what the tool finds. */
  readonly handles: HandleTable;
  readonly signal: AbortSignal;
}

/** What a tool found: handles alone. What they stand for is shown to a model by `describeHandle`, as far as it may see it. */
export interface ToolOutcome {
  readonly handles: readonly Handle[];
  /** Why it found nothing, or less: a code of a closed list of the program. */
  readonly codes: readonly string[];
}

/** Something that a model or a form may do: a job behind handles and closed choices. It takes no words but those that its schema lists. */
export interface Tool<Input = unknown> {
  readonly name: ToolName;
  /** For the model: what it does, and when. */
  readonly about: string;
  readonly input: ZodType<Input>;
  /** A method, so that tools with different inputs are one list: their schemas read what they are given. */
  run(input: Input, call: ToolCall): Promise<ToolOutcome>;
}
