import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type CommandPlace, type CommandRun, runCommand } from './run-command.ts';
import { ToolError } from './tool-error.ts';

/** How a server was started: what its commands work with. */
export interface DeskSetting extends CommandPlace {
  /** Options of the server that every command gets which can read private entries: the key of its user. */
  readonly reader: readonly string[];
  /** Options of the server that name the policy, if it names one. */
  readonly policy: readonly string[];
  /** The address of the portal of the ledger, null if none is known. */
  readonly portal: string | null;
}

/** A command line with what a client gave: words never begin an option, values never leave theirs. */
export interface Line {
  readonly command: readonly string[];
  readonly words?: readonly string[];
  /** Option → its value, or values; true: it takes none; undefined: it was not given. */
  readonly options?: Readonly<Record<string, string | number | readonly string[] | true | undefined>>;
}

/** A command ended with an error, as `--json` prints it. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
  readonly error: object;

  constructor(error: { readonly code: string; readonly message: string }) {
    super(error.message);
    this.error = error;
  }
}

/** What one call of a tool works with. */
export class Desk {
  readonly setting: DeskSetting;
  readonly #signal: AbortSignal;

  constructor(setting: DeskSetting, signal: AbortSignal) {
    this.setting = setting;
    this.#signal = signal;
  }

  /** Runs a command, and returns the JSON that it printed. @throws CommandRefused; ToolError */
  async read(line: Line): Promise<object> {
    const { out } = await this.#run(line, ['--json']);
    return JSON.parse(out) as object;
  }

  /** Runs a command, and returns the text that it printed. @throws CommandRefused; ToolError */
  async readText(line: Line): Promise<string> {
    return (await this.#run(line, [])).out.trimEnd();
  }

  /** Returns what `use` returns with a folder that lasts as long: it gets the path of a file there by its name. */
  async withFolder<Out>(use: (place: (name: string) => string) => Promise<Out>): Promise<Out> {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-mcp-'));
    try {
      return await use((name) => join(folder, name));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Returns an input that a client named, for a command: the id of a record, or a file in the folder of the server. @throws ToolError `outside-folder` */
  async place(name: string): Promise<string> {
    if (/^0x[0-9a-f]+$/.test(name)) return name;
    const [root, file] = [await realpath(this.setting.folder), resolve(this.setting.folder, name)];
    const way = relative(root, await realpath(file).catch(() => resolve(root, name)));
    if (name !== '-' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
      return relative(this.setting.folder, file) || '.';
    throw new ToolError(
      'outside-folder',
      `${name} is not in the folder whose files this server may read: copy it there`,
    );
  }

  async #run(line: Line, last: readonly string[]): Promise<CommandRun> {
    const run = await runCommand(
      [...writeLine(line), ...last, '--', ...(line.words ?? [])],
      this.setting,
      this.#signal,
    );
    if (run.out.trim() !== '') return run;
    throw new CommandRefused(readRefusal(run.err));
  }
}

function writeLine({ command, options = {} }: Line): string[] {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : value === true ? [name] : [value].flat().map((each) => `${name}=${each}`),
  );
  return [...command, ...given];
}

/** Reads what a command wrote to standard error: JSON, or a line such as `error (option): …`. */
function readRefusal(err: string): { readonly code: string; readonly message: string } {
  const last = err.trimEnd().split('\n').at(-1) ?? '';
  if (last.startsWith('{')) return (JSON.parse(last) as { error: { code: string; message: string } }).error;
  const [, code = 'internal', message = last] =
    /error \(([^)]+)\)(?: in)?:? ?(.*)/su.exec(err.trimEnd()) ?? [];
  return { code, message };
}
