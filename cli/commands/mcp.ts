import type { Command } from 'commander';
import { openDesk, type DeskOptions } from '../mcp/calls/open-desk.ts';
import type { OpenServer } from '../mcp/serving/open-server.ts';
import { parseNumber } from '../options/domain-options.ts';
import { addReaderOptions } from '../options/reader-options.ts';
import { printResult } from '../output/print.ts';
import { wrapLine } from '../output/wrap-text.ts';
import type { CommandContext, CommonOptions } from '../terminal/command-context.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { readVersion } from '../terminal/version.ts';

interface McpOptions extends CommonOptions, DeskOptions {
  readonly http?: string;
  readonly tokenFile?: string;
  readonly tools?: boolean;
}

const HELP = `
Lets a client of the Model Context Protocol (MCP), such as a chat program, use this ledger:
search records, fetch and verify proof files, compute, explain, compare, search factors, ask.
It speaks on standard input and output, so a client starts it; --tools lists what it offers.
Nothing is signed or sent: a tool that would write gives a draft, which you sign.

A figure counts only where the tool verify says "verified"; what a client or its model writes
around it is not checked. Tools read files of one folder, --folder (else this one), and private
entries only with --key: what they read goes to the client, and to the model that it uses.

With --http it listens on 127.0.0.1 instead. Clients send the token as Authorization: Bearer;
it is in --token-file or LEDGER_MCP_TOKEN, else a new one is printed to standard error. Pages of
other sites are refused.

docs/mcp.md says how to add it to a client.

Examples:
  ledger mcp --tools
  ledger mcp --tools --json`;

/** Adds `mcp`. */
export function addMcpCommand(program: Command, { terminal }: CommandContext): void {
  const command = program
    .command('mcp')
    .option('--tools', 'list the tools and end')
    .option(
      '--http <port>',
      'listen on this port of 127.0.0.1, 0 for any that is free (else standard input and output)',
    )
    .option('--token-file <file>', 'file with the token of --http (else LEDGER_MCP_TOKEN, else a new one)')
    .option('--folder <folder>', 'folder whose files tools may read (else the current one)')
    .option('--policy <file>', 'policy of the tool verify (else .carbon-ledger/policy.json)');
  addReaderOptions(command, 'key file to sign in with, so that tools can read your private entries')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((options: McpOptions) =>
      options.tools === true ? listTools(terminal, options) : serve(terminal, options),
    );
}

async function listTools(terminal: Terminal, { json }: McpOptions): Promise<void> {
  const { TOOLS } = await import('../mcp/tools/tools.ts');
  const tools = TOOLS.map(({ name, title, about, input }) => ({
    name,
    title,
    about,
    takes: Object.keys(input.shape),
  }));
  const text = tools.map(
    ({ name, about, takes }) =>
      `${wrapLine(`${name}  ${takes.join(', ')}`.trimEnd(), 4)}
${wrapLine(`  ${about}`, 2)}`,
  );
  printResult(terminal, json, { tools }, text.join('\n\n'));
}

async function serve(terminal: Terminal, options: McpOptions): Promise<void> {
  const setting = await openDesk(terminal, options);
  const { openServers } = await import('../mcp/serving/open-server.ts');
  const openServer = openServers(setting, readVersion());
  if (options.http !== undefined) return serveHttp(terminal, options, openServer);
  const { serveInput } = await import('../mcp/serving/serve-input.ts');
  const onError = (error: Error): void => terminal.writeErr(`${error.message}\n`);
  await serveInput(openServer, stopped(), onError);
}

async function serveHttp(
  terminal: Terminal,
  { http = '', tokenFile, json }: McpOptions,
  openServer: OpenServer,
): Promise<void> {
  const { findToken } = await import('../mcp/http/token.ts');
  const { listen } = await import('../mcp/http/listen.ts');
  const token = await findToken(terminal, tokenFile);
  const onError = (error: Error): void => terminal.writeErr(`${error.message}\n`);
  const port = parseNumber(http, '--http');
  const { url, close } = await listen({ openServer, port, token: token.text, onError });
  if (token.isNew) terminal.writeErr(`token: ${token.text}\n`);
  printResult(terminal, json, { url }, `MCP on ${url}, until Ctrl-C`);
  await stopped();
  await close();
}

/** Resolves when somebody ends the program. */
function stopped(): Promise<unknown> {
  return new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
}
