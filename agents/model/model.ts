import type { HostError } from '../gate/notice.ts';

/** A tool as a model sees it. */
export interface OfferedTool {
  readonly name: string;
  readonly about: string;
  /** JSON Schema (draft 2020-12) of its arguments. */
  readonly input: object;
}

/** What was said so far. Only the program writes the texts of `program` and `results`; `person` is the question. */
export type Turn =
  | { readonly is: 'program'; readonly text: string }
  | { readonly is: 'person'; readonly text: string }
  | { readonly is: 'calls'; readonly calls: readonly ModelCall[] }
  | {
      readonly is: 'results';
      readonly results: readonly { readonly id: string; readonly tool: string; readonly json: unknown }[];
    };

/** A tool that a model calls. Its arguments may be anything. */
export interface ModelCall {
  readonly id: string;
  readonly tool: string;
  readonly input: unknown;
}

/** What a model does next: it calls tools, or fails. The tool `answer` ends. Text that it writes beside that is dropped. */
export type Step = { readonly calls: readonly ModelCall[] } | { readonly error: HostError };

/** A model, whichever it is. */
export interface Model {
  /** Its name and host, for the transcript. */
  readonly name: string;
  readonly host: string;
  /** Never throws: what goes wrong is a step. */
  readonly next: (
    turns: readonly Turn[],
    tools: readonly OfferedTool[],
    signal: AbortSignal,
  ) => Promise<Step>;
}
