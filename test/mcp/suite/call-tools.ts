import { setTimeout as sleep } from 'node:timers/promises';
import type {
  CallToolResult,
  InputRequiredResult,
  McpServer,
  ServerContext,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import { AUDIO, IMAGE, resource, text } from './content.ts';

export type Answers = CallToolResult | InputRequiredResult;
interface Given {
  readonly prompt?: string | undefined;
  readonly message?: string | undefined;
}
export type CallTool = (given: Given, context: ServerContext) => Promise<Answers>;

const PAUSE = 20;

/** Adds tools by their names; all take any text arguments. */
export function addTools(server: McpServer, tools: Readonly<Record<string, CallTool>>): void {
  const inputSchema = z.object({ prompt: z.string().optional(), message: z.string().optional() });
  for (const [name, call] of Object.entries(tools))
    server.registerTool(name, { description: `${name} of the conformance suite`, inputSchema }, call);
}

function answer(...content: CallToolResult['content']): CallTool {
  return () => Promise.resolve({ content });
}

/** The tools that the suite calls by name, in both revisions. */
export const CALL_TOOLS: Readonly<Record<string, CallTool>> = {
  test_simple_text: answer(text('This is a simple text response for testing.')),
  test_image_content: answer(IMAGE),
  test_audio_content: answer(AUDIO),
  test_embedded_resource: answer(resource('test://embedded-resource')),
  test_multiple_content_types: answer(text('three kinds'), IMAGE, resource('test://mixed-content-resource')),
  test_streaming_elicitation: answer(text('no question was asked')),
  test_error_handling: () =>
    Promise.reject(new Error('This tool intentionally returns an error for testing')),
  // A log is for who asked for it, and the suite asks for none.
  test_logging_tool: answer(text('logged nothing')),
  test_tool_with_logging: async (_given, { mcpReq }) => {
    for (const data of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await mcpReq.notify({ method: 'notifications/message', params: { level: 'info', data } });
      await sleep(PAUSE);
    }
    return { content: [text('logged')] };
  },
  test_tool_with_progress: async (_given, { mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of progressToken === undefined ? [] : [0, 50, 100]) {
      const params = { progressToken: progressToken!, progress, total: 100 };
      await mcpReq.notify({ method: 'notifications/progress', params });
      await sleep(PAUSE);
    }
    return { content: [text('done')] };
  },
};
