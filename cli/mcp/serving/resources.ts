import {
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import { writeAnswer, writeRefusal } from './answer.ts';
import { Desk, type DeskSetting } from '../calls/desk.ts';
import type { Found } from '../calls/tool.ts';
import type { Turns } from '../calls/turns.ts';
import { TOOLS } from '../tools/tools.ts';

const GUIDE = `# Carbon Ledger over MCP

What a client shows of these tools is its own matter: nothing here can hold a foreign client to it.

- Proven: a figure of a proof file that the tool verify calls "verified", under the policy of the person who started the server.
- Computed, unsigned: figures of compute, ask and explain. They are exact, but nobody confirms their inputs.
- The word of the server: search_records, show_record, impact, panorama, search_factors.
- Not checked: every sentence that a model writes around them.

Nothing is signed or sent. draft_disclosure gives a draft, which a person signs with ledger record sign, or in the portal.
Private rows are read only if the server was started with --key, and then reach the client and its model.
`;

/** Adds what a client can read without calling a tool: the guide, methods, records and proof files. */
export function addResources(server: McpServer, setting: DeskSetting, turns: Turns): void {
  server.registerResource(
    'guide',
    'carbon-ledger://guide',
    { title: 'What is proven, and what is not', mimeType: 'text/markdown' },
    ({ href: uri }) => ({ contents: [{ uri, mimeType: 'text/markdown', text: GUIDE }] }),
  );
  for (const [name, tool, argument] of [
    ['methods', 'methods', 'method'],
    ['records', 'show_record', 'id'],
    ['proofs', 'fetch_proof', 'id'],
  ] as const)
    addTemplate(server, { name, tool, argument }, setting, turns);
}

interface Readable {
  readonly name: string;
  /** The tool that reads it, with this argument. */
  readonly tool: string;
  readonly argument: string;
}

function addTemplate(
  server: McpServer,
  { name, tool, argument }: Readable,
  setting: DeskSetting,
  turns: Turns,
): void {
  const { title, about: description, answer } = TOOLS.find((each) => each.name === tool)!;
  const template = new ResourceTemplate(`carbon-ledger://${name}/{${argument}}`, { list: undefined });
  server.registerResource(
    name,
    template,
    { title, description },
    async ({ href: uri }, given, { mcpReq }) => {
      try {
        const desk = new Desk(setting, mcpReq.signal);
        const found = await turns.take(() => answer({ [argument]: given[argument] }, desk));
        return { contents: [{ uri, ...writeContent(found) }] };
      } catch (error) {
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, writeRefusal(error));
      }
    },
  );
}

/** A file stays as it is; else what was found is text. */
function writeContent(found: Found): { readonly mimeType: string; readonly text: string } {
  const { about, text, files } = writeAnswer(found);
  return { mimeType: about === null ? 'text/plain' : 'application/json', text: files[0]?.text ?? text };
}
