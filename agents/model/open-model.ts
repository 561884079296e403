import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import {
  AISDKError,
  APICallError,
  generateText,
  jsonSchema,
  type ModelMessage,
  NoContentGeneratedError,
  tool,
  type ToolSet,
} from 'ai';
import type { HostError } from '../gate/notice.ts';
import type { Model, OfferedTool, Step, Turn } from './model.ts';
import { askOneHost, HostFault } from './one-host.ts';

/** Where a model is, and what asks it. */
export interface ModelSettings {
  /** The base URL of an interface as OpenAI's, such as http://localhost:11434/v1 of Ollama. */
  readonly url: string;
  readonly name: string;
  /** Sent to this host alone; null where it needs none. */
  readonly key: string | null;
  /** What asks it: the `fetch` of the program, or one of your own. */
  readonly fetch: typeof globalThis.fetch;
}

/** The most tokens that a model may write in a step: endless reasoning ends there. */
const MOST_TOKENS = 8192;
/** The most characters of the arguments of a call: no answer needs more. */
const MOST_CHARACTERS = 100_000;

/** Opens a model behind an interface as OpenAI's. What it writes besides calls is dropped, and errors of its host become codes. */
export function openModel({ url, name, key, fetch }: ModelSettings): Model {
  const provider = createOpenAICompatible({
    ...{ name: 'host', baseURL: url, fetch: askOneHost(fetch, url) },
    ...(key === null ? {} : { apiKey: key }),
  });
  const model = provider(name);
  return {
    name,
    host: new URL(url).host,
    next: async (turns, tools, signal): Promise<Step> => {
      try {
        const { toolCalls } = await generateText({
          ...{ model, tools: offer(tools), toolChoice: 'required', maxRetries: 2 },
          ...{ maxOutputTokens: MOST_TOKENS, abortSignal: signal, temperature: 0 },
          instructions: turns.flatMap((turn) => (turn.is === 'program' ? [turn.text] : [])).join('\n\n'),
          messages: turns.flatMap(writeTurn),
        });
        return {
          calls: toolCalls.map(({ toolCallId, toolName, input }) => ({
            id: toolCallId,
            tool: toolName,
            input: limitInput(input),
          })),
        };
      } catch (error) {
        return isWithoutCall(error) ? stepOf(error) : { error: codeOf(error, signal) };
      }
    },
  };
}

function offer(tools: readonly OfferedTool[]): ToolSet {
  return Object.fromEntries(
    tools.map(({ name, about, input }) => [
      name,
      tool({ description: about, inputSchema: jsonSchema(input) }),
    ]),
  );
}

/** Arguments are sent back to the host in each later step: those that no tool takes are dropped, and the tool refuses what is left. */
function limitInput(input: unknown): unknown {
  return JSON.stringify(input ?? null).length > MOST_CHARACTERS ? null : input;
}

function writeTurn(turn: Turn): ModelMessage[] {
  switch (turn.is) {
    case 'program':
      return [];
    case 'person':
      return [{ role: 'user', content: turn.text }];
    case 'calls':
      return [
        {
          role: 'assistant',
          content: turn.calls.map(({ id, tool: toolName, input }) => ({
            type: 'tool-call',
            toolCallId: id,
            toolName,
            input,
          })),
        },
      ];
    case 'results':
      return [
        {
          role: 'tool',
          content: turn.results.map(({ id, tool: toolName, json }) => ({
            type: 'tool-result',
            toolCallId: id,
            toolName,
            output: { type: 'text', value: JSON.stringify(json) },
          })),
        },
      ];
  }
}

/** What the library throws where a model wrote text, and called nothing. */
interface WithoutCall {
  readonly finishReason: unknown;
}

function isWithoutCall(error: unknown): error is WithoutCall {
  return (
    AISDKError.isInstance(error) && error.name === 'AI_ToolChoiceViolationError' && 'finishReason' in error
  );
}

function stepOf({ finishReason }: WithoutCall): Step {
  return finishReason === 'length' ? { error: 'answer-cut' } : { calls: [] };
}

/** Returns what went wrong: nothing of what the host says about it. */
function codeOf(error: unknown, signal: AbortSignal): HostError {
  if (signal.aborted) return 'stopped';
  const cause = lastError(error);
  if (cause instanceof HostFault) return cause.code;
  if (!APICallError.isInstance(cause))
    return NoContentGeneratedError.isInstance(cause) ? 'answer-cut' : 'host-failed';
  const { statusCode } = cause;
  if (statusCode === undefined) return 'host-unreachable';
  if (statusCode === 401 || statusCode === 403) return 'host-refuses-key';
  if (statusCode === 429) return 'host-is-busy';
  return statusCode < 400 ? 'answer-cut' : 'host-failed';
}

/** Attempts are repeated: the last error says why. */
function lastError(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'lastError' in error ? error.lastError : error;
}
