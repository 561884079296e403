import { Command } from 'commander';
import { fillHelp } from './output/help-text.ts';
import { COLUMNS } from './output/wrap-text.ts';
import type { CommandContext } from './terminal/command-context.ts';
import { readVersion } from './terminal/version.ts';

const ABOUT = `carbon-ledger: register carbon figures, and check them without trusting the operator of the ledger.

Exit codes: 0 done or verified, 1 refused or not verified, 2 wrong usage or unreadable file, 3 unchecked, 4 server or chain not reachable.`;

/** A command as `ledger --help` shows it. */
interface ListedCommand {
  readonly about: string;
  /** Its arguments; null: it is a group of commands. */
  readonly takes: string | null;
  /** Loads the code of the command. */
  readonly load: () => Promise<AddCommand>;
}

type AddCommand = (program: Command, context: CommandContext) => void;

/** All commands, in the order of the help. So that a program starts at once, it loads only the code of the command that runs. */
const COMMANDS = {
  key: {
    about: 'make and show the keys that sign records',
    takes: null,
    load: async () => (await import('./commands/key.ts')).addKeyCommand,
  },
  party: {
    about: 'show and change identifiers, roles and keys of parties',
    takes: null,
    load: async () => (await import('./commands/party/party.ts')).addPartyCommand,
  },
  policy: {
    about: 'your rules for verification',
    takes: null,
    load: async () => (await import('./commands/policy.ts')).addPolicyCommand,
  },
  record: {
    about: 'build, sign and register records; list and read them',
    takes: null,
    load: async () => (await import('./commands/record/record.ts')).addRecordCommand,
  },
  proof: {
    about: 'fetch the proof file of a record, or renew or rewrite one',
    takes: '<id>',
    load: async () => (await import('./commands/proof.ts')).addProofCommand,
  },
  verify: {
    about: 'check a proof file against the chain alone',
    takes: '<file>',
    load: async () => (await import('./commands/verify.ts')).addVerifyCommand,
  },
  replay: {
    about: 'recompute a ledger from its publication and the chain alone',
    takes: '',
    load: async () => (await import('./commands/replay.ts')).addReplayCommand,
  },
  grant: {
    about: 'let other parties read the private entries of a record',
    takes: null,
    load: async () => (await import('./commands/grant.ts')).addGrantCommand,
  },
  dataset: {
    about: 'import tables as datasets; compare, fuse and register datasets',
    takes: null,
    load: async () => (await import('./commands/dataset/dataset.ts')).addDatasetCommand,
  },
  factor: {
    about: 'search for factors in the starter data and in datasets',
    takes: null,
    load: async () => (await import('./commands/factor.ts')).addFactorCommand,
  },
  document: {
    about: 'send and get files that entries name by their hash',
    takes: null,
    load: async () => (await import('./commands/document/document.ts')).addDocumentCommand,
  },
  methods: {
    about: 'show the accounting methods: their inputs, figures and standards',
    takes: '[method]',
    load: async () => (await import('./commands/methods.ts')).addMethodsCommand,
  },
  compute: {
    about: 'compute figures from datasets with a method',
    takes: '<method> <inputs...>',
    load: async () => (await import('./commands/compute/compute.ts')).addComputeCommand,
  },
  ask: {
    about: 'answer a question with figures that are computed here',
    takes: '[question] [inputs...]',
    load: async () => (await import('./commands/ask.ts')).addAskCommand,
  },
  mcp: {
    about: 'let chat programs and other clients of MCP read this ledger',
    takes: '',
    load: async () => (await import('./commands/mcp.ts')).addMcpCommand,
  },
  agents: {
    about: 'score a model on questions of the agents',
    takes: null,
    load: async () => (await import('./commands/agents/agents.ts')).addAgentsCommand,
  },
  disclose: {
    about: 'build the record that shows figures of a result without its data',
    takes: '<result>',
    load: async () => (await import('./commands/disclose.ts')).addDiscloseCommand,
  },
  explain: {
    about: 'show how a figure was computed, down to the rows of datasets',
    takes: '<result> <key>',
    load: async () => (await import('./commands/explain.ts')).addExplainCommand,
  },
  reperform: {
    about: 'compute the figures of a result again from its inputs',
    takes: '<result>',
    load: async () => (await import('./commands/reperform.ts')).addReperformCommand,
  },
  compare: {
    about: 'show which figures of a result changed, by how much and why',
    takes: '<before> <after>',
    load: async () => (await import('./commands/compare.ts')).addCompareCommand,
  },
  panorama: {
    about: 'show the lines of a panorama, and how far what they cite can be relied on',
    takes: '<id>',
    load: async () => (await import('./commands/panorama.ts')).addPanoramaCommand,
  },
  impact: {
    about: 'show which records depend on a record, and which of them are stale',
    takes: '<id>',
    load: async () => (await import('./commands/impact.ts')).addImpactCommand,
  },
  events: {
    about: 'follow what happens in a ledger',
    takes: '',
    load: async () => (await import('./commands/events.ts')).addEventsCommand,
  },
  webhook: {
    about: 'have events sent to a URL, and see what was sent',
    takes: null,
    load: async () => (await import('./commands/webhook/webhook.ts')).addWebhookCommand,
  },
  worker: {
    about: 'compute units of work for those who ask your pool',
    takes: '',
    load: async () => (await import('./commands/work/worker.ts')).addWorkerCommand,
  },
  work: {
    about: 'list and cancel work that you asked pools for',
    takes: null,
    load: async () => (await import('./commands/work/work.ts')).addWorkCommand,
  },
  status: {
    about: 'show the state of a ledger, as its server reports it',
    takes: '',
    load: async () => (await import('./commands/status.ts')).addStatusCommand,
  },
  debug: {
    about: 'for developers: hash values of the protocol, and check structures',
    takes: null,
    load: async () => (await import('./commands/debug/debug.ts')).addDebugCommand,
  },
} as const satisfies Readonly<Record<string, ListedCommand>>;

export type CommandName = keyof typeof COMMANDS;

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** Returns the command that a command line begins with, null if it begins with none. */
export function findCommand(args: readonly string[]): CommandName | null {
  const word = args.find((arg) => !arg.startsWith('-'));
  return COMMAND_NAMES.find((name) => name === word) ?? null;
}

/** Returns the command line, ready to parse calls of the named commands. It only lists the others. */
export async function openProgram(context: CommandContext, names: readonly CommandName[]): Promise<Command> {
  const program = new Command('ledger')
    .description(ABOUT)
    .version(readVersion(), '--version', 'print the version')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.terminal.writeOut(fillHelp(text)),
      writeErr: () => undefined,
      getOutHelpWidth: () => COLUMNS,
    })
    .helpCommand(false);
  for (const name of COMMAND_NAMES) {
    if (names.includes(name)) await addCommand(program, context, name);
    else listCommand(program, name);
  }
  return program;
}

async function addCommand(program: Command, context: CommandContext, name: CommandName): Promise<void> {
  const add = await COMMANDS[name].load();
  add(program, context);
  program.commands.at(-1)?.description(COMMANDS[name].about);
}

/** Adds a command for the help alone: what does something has options. */
function listCommand(program: Command, name: CommandName): void {
  const { about, takes } = COMMANDS[name];
  const command = program.command(`${name} ${takes ?? ''}`.trim()).description(about);
  if (takes !== null) command.option('--json');
}
