import { Option, type Command } from 'commander';
import { checkReplayer, type Replayer } from '../../jobs/replay/check-replayer.ts';
import { type RegisteredReplay, registerReplay } from '../../jobs/replay/register-replay.ts';
import type { ReplayReport } from '../../jobs/replay/run-replay.ts';
import { printProgress } from '../output/print.ts';
import type { CommonOptions } from '../terminal/command-context.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { parseParty } from './id-arguments.ts';
import { openKey } from './key-file.ts';
import { addPasswordOption, type PasswordOptions } from './password.ts';
import { addServerOption, findApi, type ServerOptions } from './server-options.ts';

/** Options that say whether a replay is registered, and by whom. */
export interface ReplayerOptions extends CommonOptions, PasswordOptions, ServerOptions {
  readonly register?: boolean;
  readonly party?: string;
  readonly kind: Replayer['kind'];
  readonly key?: string;
}

/** Adds the options that say whether a replay is registered, and by whom. */
export function addReplayerOptions(command: Command): Command {
  command
    .option('--register', 'sign and register the replay; needs --party and --key')
    .option('--party <identifier>', 'party that registers it: its first identifier, or its id')
    .addOption(
      new Option('--kind <kind>', 'assurance for an auditor, decision for an exchange or regulator')
        .choices(['assurance', 'decision'])
        .default('decision'),
    )
    .option('--key <file>', 'key file of the party');
  return addServerOption(addPasswordOption(command));
}

/** Registers replays with the options' party and key. */
export interface Registration {
  /** The party as the user named it. */
  readonly name: string;
  /** Checks that the server answers, and that party, key and role may register replays. @throws ReplayError `replayer-refused`; ApiError */
  readonly check: () => Promise<void>;
  readonly register: (report: ReplayReport) => Promise<RegisteredReplay>;
}

/** Returns what registers replays; null without --register. @throws UsageError, KeyFileError */
export async function openRegistration(
  terminal: Terminal,
  options: ReplayerOptions,
): Promise<Registration | null> {
  const { register = false, party, key, kind } = options;
  if (!register && (party !== undefined || key !== undefined))
    throw new UsageError('option', '--party and --key need --register: without it nothing is signed');
  if (!register) return null;
  if (party === undefined || key === undefined)
    throw new UsageError('option', '--register needs --party and --key: who registers the replay');
  const { privateKey } = await openKey(terminal, key, options);
  const by: Replayer = { party: parseParty(party), name: party, kind, privateKey };
  const api = await findApi(terminal, options);
  return {
    name: party,
    check: () => checkReplayer(api, by),
    register: (report) =>
      registerReplay(api, report, by, (error, pause) =>
        printProgress(
          terminal,
          options.json,
          `${error.message}; trying again in ${Math.ceil(pause / 1000)} s`,
        ),
      ),
  };
}
