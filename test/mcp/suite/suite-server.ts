import { McpServer } from '@modelcontextprotocol/server';
import type { DeskSetting } from '../../../cli/mcp/calls/desk.ts';
import { equipServer } from '../../../cli/mcp/serving/open-server.ts';
import { Turns } from '../../../cli/mcp/calls/turns.ts';
import { ASKING_TOOLS } from './asking-tools.ts';
import { addTools, CALL_TOOLS } from './call-tools.ts';
import { addReadables } from './readables.ts';
import { ROUND_TOOLS, STATE } from './round-tools.ts';

/** Returns the server of the ledger with what the conformance suite calls besides: only tests have it. */
export function openSuiteServer(setting: DeskSetting): McpServer {
  const FIXED = { listChanged: false };
  const capabilities = {
    ...{ tools: FIXED, prompts: FIXED, resources: { ...FIXED, subscribe: true } },
    ...{ logging: {}, completions: {} },
  };
  const server = new McpServer(
    { name: 'carbon-ledger-suite', version: '0.0.0' },
    { capabilities, requestState: { verify: STATE.verify } },
  );
  equipServer(server, setting, new Turns(4, 32));
  addTools(server, { ...CALL_TOOLS, ...ASKING_TOOLS, ...ROUND_TOOLS });
  addReadables(server);
  for (const method of ['resources/subscribe', 'resources/unsubscribe', 'logging/setLevel'] as const)
    server.server.setRequestHandler(method, () => ({}));
  server.server.setRequestHandler('completion/complete', () => ({
    completion: { values: [], total: 0, hasMore: false },
  }));
  return server;
}
