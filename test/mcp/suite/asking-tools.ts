import type { ElicitRequestFormParams } from '@modelcontextprotocol/server';
import type { CallTool } from './call-tools.ts';
import { text } from './content.ts';

type Properties = ElicitRequestFormParams['requestedSchema']['properties'];

const ENUM = ['option1', 'option2', 'option3'];
const TITLED = ENUM.map((each) => ({ const: each, title: `The ${each}` }));

const DEFAULTS: Properties = {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
};

const ENUMS: Properties = {
  untitledSingle: { type: 'string', enum: ENUM },
  titledSingle: { type: 'string', oneOf: TITLED },
  legacyEnum: { type: 'string', enum: ENUM, enumNames: ['One', 'Two', 'Three'] },
  untitledMulti: { type: 'array', items: { type: 'string', enum: ENUM } },
  titledMulti: { type: 'array', items: { anyOf: TITLED } },
};

/** Asks the person at the client while the tool runs, as clients of 2025 are asked. */
function elicit(properties: Properties): CallTool {
  return async ({ message = 'Please fill in' }, { mcpReq }) => {
    const requestedSchema = { type: 'object' as const, properties };
    const answer = await mcpReq.send({ method: 'elicitation/create', params: { message, requestedSchema } });
    return { content: [text(`action=${answer.action}, content=${JSON.stringify(answer.content ?? {})}`)] };
  };
}

/** The tools with which a server of 2025 asks its client while they run. */
export const ASKING_TOOLS: Readonly<Record<string, CallTool>> = {
  test_elicitation: elicit({ response: { type: 'string' } }),
  test_elicitation_sep1034_defaults: elicit(DEFAULTS),
  test_elicitation_sep1330_enums: elicit(ENUMS),
  test_sampling: async ({ prompt = 'Hello' }, { mcpReq }) => {
    const messages = [{ role: 'user' as const, content: text(prompt) }];
    const answer = await mcpReq.send({
      method: 'sampling/createMessage',
      params: { messages, maxTokens: 100 },
    });
    return { content: [text(`LLM response: ${JSON.stringify(answer.content)}`)] };
  },
};
