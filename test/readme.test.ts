import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../cli/program.ts';
import { openTerminal } from '../cli/terminal/terminal.ts';

const ROOT = new URL('../', import.meta.url);
const README = readFileSync(new URL('README.md', ROOT), 'utf8');
const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Returns all commands that do something, including subcommands. */
function listCommands(command: Command): Command[] {
  const below = command.commands.flatMap(listCommands);
  return below.length === 0 ? [command] : below;
}

/** Returns the command line with commands that do nothing, so that only their arguments are checked. */
function createIdleProgram(): Command {
  const program = createProgram({ terminal: openTerminal(), endWith: () => {} });
  for (const command of listCommands(program)) command.action(() => {});
  return program;
}

/** Returns the calls of `ledger` in a text, with continued lines joined and without comments. */
function findCalls(text: string): string[] {
  return text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .flatMap((line) => /^\s*(?:\w+=\S+ )?ledger (.*?)(?:\s+#.*)?$/.exec(line)?.[1] ?? []);
}

function splitWords(call: string): string[] {
  return [...call.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** Returns the help text of a command, including the examples after its options. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more) });
  command.outputHelp();
  return text;
}

describe('README.md', () => {
  const calls = findCalls([...README.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block).join('\n'));

  it('shows the most important commands', () => {
    expect(calls.map((call) => splitWords(call)[0])).toEqual(
      expect.arrayContaining(['key', 'record', 'proof', 'policy', 'verify']),
    );
  });

  it.each(calls)('calls `ledger %s` with valid arguments', async (call) => {
    await expect(createIdleProgram().parseAsync(splitWords(call), { from: 'user' })).resolves.toBeDefined();
  });

  it('mentions only npm scripts, programs, files and folders that exist', () => {
    const run = [...README.matchAll(/npm run (?:-s )?([a-z:]+)|npm (start|test)\b/g)];
    for (const [, named, own] of run) expect(scripts).toHaveProperty([named ?? own ?? '']);
    const folders = [...README.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell = '']) => cell.split(', '));
    const links = [...README.matchAll(/\]\(([a-z][\w./-]*)\)|npx node (\S+\.ts)/g)];
    expect(folders.length).toBeGreaterThan(8);
    const paths = [
      ...folders.map((cell) => cell.replaceAll('`', '')),
      ...links.map(([, a, b]) => a ?? b ?? ''),
    ];
    for (const path of paths) {
      expect({ path, there: existsSync(fileURLToPath(new URL(path, ROOT))) }).toEqual({ path, there: true });
    }
  });
});

describe('the examples of --help', () => {
  const examples = listCommands(createIdleProgram()).flatMap((command) => findCalls(helpOf(command)));

  it.each([...new Set(examples)])('call `ledger %s` with valid arguments', async (call) => {
    await expect(createIdleProgram().parseAsync(splitWords(call), { from: 'user' })).resolves.toBeDefined();
  });
});
