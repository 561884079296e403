import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type ElicitRequestFormParams,
  type InputRequests,
  inputRequired,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { CallTool } from './call-tools.ts';
import { text } from './content.ts';

interface State {
  readonly round: number;
}

/** What goes to the client between two rounds and comes back: changed, it is refused. */
export const STATE = createRequestStateCodec<State>({ key: crypto.getRandomValues(new Uint8Array(32)) });

function form(message: string, properties: ElicitRequestFormParams['requestedSchema']['properties']) {
  const requestedSchema = { type: 'object' as const, properties, required: Object.keys(properties) };
  return inputRequired.elicit({ message, requestedSchema });
}

const NAME = (): InputRequests => ({ user_name: form('What is your name?', { name: { type: 'string' } }) });
const CONFIRM = (): InputRequests => ({ confirm: form('Please confirm', { ok: { type: 'boolean' } }) });
const ROOTS = (): InputRequests => ({ client_roots: inputRequired.listRoots() });

function sample(question: string, name: string): InputRequests {
  const messages = [{ role: 'user' as const, content: text(question) }];
  return { [name]: inputRequired.createMessage({ messages, maxTokens: 50 }) };
}

function hasAll(responses: ServerContext['mcpReq']['inputResponses'], asked: InputRequests): boolean {
  return Object.keys(asked).every((name) => responses?.[name] !== undefined);
}

/** A tool that asks once, and then shows what it got. */
function once(asked: () => InputRequests): CallTool {
  return (_given, { mcpReq: { inputResponses } }) =>
    Promise.resolve(
      hasAll(inputResponses, asked())
        ? { content: [text(`got ${JSON.stringify(inputResponses)}`)] }
        : inputRequired({ inputRequests: asked() }),
    );
}

/** The same with a state that comes back as it went. */
function withState(asked: () => InputRequests): CallTool {
  return async (_given, { mcpReq }) =>
    mcpReq.requestState<State>() !== undefined && hasAll(mcpReq.inputResponses, asked())
      ? { content: [text('state-ok')] }
      : inputRequired({ inputRequests: asked(), requestState: await STATE.mint({ round: 1 }) });
}

const askName: CallTool = (_given, { mcpReq: { inputResponses } }) => {
  const name = acceptedContent<{ name: unknown }>(inputResponses, 'user_name')?.name;
  return Promise.resolve(
    typeof name === 'string'
      ? { content: [text(`Hello, ${name}!`)] }
      : inputRequired({ inputRequests: NAME() }),
  );
};

/** Two rounds, and the number of the round travels with the client. */
const twoRounds: CallTool = async (_given, { mcpReq }) => {
  const round = (mcpReq.requestState<State>()?.round ?? 0) + 1;
  if (round > 2) return { content: [text('both rounds are done')] };
  const property = round === 1 ? 'name' : 'color';
  const inputRequests = { [`step${round}`]: form(`Step ${round}`, { [property]: { type: 'string' } }) };
  return inputRequired({ inputRequests, requestState: await STATE.mint({ round }) });
};

/** Asks only for what the client said that it can answer. */
const askAble: CallTool = (_given, { mcpReq: { inputResponses, envelope } }) => {
  if (inputResponses !== undefined) return Promise.resolve({ content: [text('answered')] });
  const able = (envelope as Readonly<Record<string, unknown>> | undefined)?.[CLIENT_CAPABILITIES_META_KEY] as
    | Readonly<Record<string, unknown>>
    | undefined;
  const inputRequests = {
    ...(able?.['elicitation'] === undefined ? {} : NAME()),
    ...(able?.['sampling'] === undefined ? {} : sample('A short greeting', 'greeting')),
    ...(able?.['roots'] === undefined ? {} : ROOTS()),
  };
  return Promise.resolve(
    Object.keys(inputRequests).length === 0
      ? { content: [text('the client can answer nothing')] }
      : inputRequired({ inputRequests }),
  );
};

/** The tools with which a server of 2026 asks its client: it answers with questions, and the client calls again. */
export const ROUND_TOOLS: Readonly<Record<string, CallTool>> = {
  test_missing_capability: once(() => sample('Reply with the word pong', 'llm_answer')),
  test_input_required_result_elicitation: askName,
  test_input_required_result_sampling: once(() =>
    sample('What is the capital of France?', 'capital_question'),
  ),
  test_input_required_result_list_roots: once(ROOTS),
  test_input_required_result_request_state: withState(CONFIRM),
  test_input_required_result_tampered_state: withState(CONFIRM),
  test_input_required_result_multiple_inputs: withState(() => ({
    ...NAME(),
    ...sample('A greeting', 'greeting'),
    ...ROOTS(),
  })),
  test_input_required_result_multi_round: twoRounds,
  test_input_required_result_capabilities: askAble,
};
