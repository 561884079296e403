import {
  acceptedContent,
  inputRequired,
  type McpServer,
  ResourceTemplate,
  type ServerContext,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import { IMAGE, resource, text } from './content.ts';

type Said = ReturnType<typeof text> | ReturnType<typeof resource> | typeof IMAGE;

function say(...said: Said[]) {
  return { messages: said.map((content) => ({ role: 'user' as const, content })) };
}

/** Adds the resources and prompts that the suite reads. */
export function addReadables(server: McpServer): void {
  addTexts(server);
  const template = new ResourceTemplate('test://template/{id}/data', { list: undefined });
  server.registerResource('template', template, { title: 'A template' }, ({ href: uri }, { id }) => ({
    contents: [{ uri, mimeType: 'application/json', text: JSON.stringify({ id }) }],
  }));
  server.registerResource('image', 'test://static-binary', { title: 'An image' }, ({ href: uri }) => ({
    contents: [{ uri, mimeType: IMAGE.mimeType, blob: IMAGE.data }],
  }));
  addPrompts(server);
}

function addTexts(server: McpServer): void {
  for (const name of ['static-text', 'watched-resource'])
    server.registerResource(name, `test://${name}`, { title: name }, ({ href: uri }) => ({
      contents: [{ uri, mimeType: 'text/plain', text: `the text of ${name}` }],
    }));
}

function addPrompts(server: McpServer): void {
  const both = z.object({ arg1: z.string(), arg2: z.string() });
  const uri = z.object({ resourceUri: z.string() });
  server.registerPrompt('test_simple_prompt', { description: 'test_simple_prompt' }, () =>
    say(text('a simple prompt')),
  );
  server.registerPrompt('test_prompt_with_image', { description: 'test_prompt_with_image' }, () =>
    say(IMAGE, text('an image')),
  );
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'test_prompt_with_arguments', argsSchema: both },
    ({ arg1, arg2 }) => say(text(`${arg1} and ${arg2}`)),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'test_prompt_with_embedded_resource', argsSchema: uri },
    ({ resourceUri }) => say(resource(resourceUri), text('a resource')),
  );
  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'test_input_required_result_prompt' },
    askContext,
  );
}

/** A prompt that asks for a context before it can be written. */
function askContext(context: unknown) {
  const { mcpReq } = context as ServerContext;
  const given = acceptedContent<{ context: string }>(mcpReq.inputResponses, 'user_context');
  if (given !== undefined) return say(text(`with ${given.context}`));
  const requestedSchema = { type: 'object' as const, properties: { context: { type: 'string' as const } } };
  const user_context = inputRequired.elicit({ message: 'Which context?', requestedSchema });
  return inputRequired({ inputRequests: { user_context } });
}
