import type { Command } from 'commander';
import { formatTime } from '../../core/encoding/time.ts';
import { type EventOptions, followEvents, listEvents } from '../../client/http/events.ts';
import type { LedgerEvent } from '../../client/generated/openapi.ts';
import { addServerOption, findApi, type ServerOptions } from '../options/server-options.ts';
import { plainText } from '../output/text-format.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';

const HELP = `
Follows what happens in a ledger until Ctrl-C: records are accepted or rejected, batches are
sealed, anchored and final, parties change. With --once it ends with what has happened so far.
Without --after it begins now, or with --once at the beginning; after a cut connection it
continues by itself.

Each event has an id. To continue later, give the last one to --after: no event is missing, and
none comes twice. With --json, each event is one line.

Examples:
  ledger events --after 0 --once
  ledger events --party 0x… --kind result,disclosure --after 0 --once --json`;

type EventsCommandOptions = CommonOptions &
  ServerOptions & {
    readonly after?: string;
    readonly once?: boolean;
    readonly type?: string;
    readonly party?: string;
    readonly kind?: string;
    readonly record?: string;
    readonly addressee?: string;
  };

/** Adds `events`. */
export function addEventsCommand(program: Command, { terminal }: CommandContext): void {
  addServerOption(program.command('events'))
    .option('--after <id>', 'continue behind this event; 0: from the beginning')
    .option('--once', 'end with what has happened so far')
    .option('--type <types>', 'only events of these types, such as record.accepted,batch.final')
    .option('--party <parties>', 'only events of these parties and of their records')
    .option('--kind <kinds>', 'of events of records, only those of these kinds')
    .option('--record <ids>', 'of events of records, only those of these records')
    .option('--addressee <parties>', 'of events of records, only those meant for one of these parties')
    .option('--json', 'print each event as one line of JSON')
    .addHelpText('after', HELP)
    .action(async (options: EventsCommandOptions) => {
      const api = await findApi(terminal, options);
      const asked: EventOptions = { ...readFilter(options), after: options.after };
      const events =
        options.once === true
          ? listEvents(api, asked)
          : followEvents(api.url, {
              ...asked,
              signal: endOnSignal(),
              onCut: ({ message }, pause) =>
                terminal.writeErr(`${plainText(message)}; trying again in ${pause / 1000} s\n`),
            });
      for await (const event of events)
        terminal.writeOut(`${options.json === true ? JSON.stringify(event) : formatEvent(event)}\n`);
    });
}

function readFilter({ type, party, kind, record, addressee }: EventsCommandOptions): EventOptions {
  const split = (list: string | undefined): string[] | undefined => list?.split(',');
  return {
    types: split(type) as EventOptions['types'],
    party: split(party),
    kind: split(kind) as EventOptions['kind'],
    record: split(record),
    addressee: split(addressee),
  };
}

/** The longest type of an event. */
const WIDTH = 'party.registered'.length;

function formatEvent(event: LedgerEvent): string {
  return `${event.id}  ${formatTime(event.at)}  ${event.type.padEnd(WIDTH)}  ${describeEvent(event)}`.trimEnd();
}

function describeEvent(event: LedgerEvent): string {
  if ('record' in event) {
    const { id, kind, subject, sequence, change, opinion, outcome } = event.record;
    const says = change ?? opinion ?? outcome;
    const why = 'rejected' in event ? `: ${plainText(event.rejected.message)}` : '';
    return `${id} ${kind} ${plainText(subject)}, version ${sequence}${says === null ? '' : `, ${says}`}${why}`;
  }
  if ('batch' in event) return `batch ${event.batch.number}, ${event.batch.records} records`;
  if ('party' in event) return describeParty(event.party);
  if ('halted' in event) return `${plainText(event.halted.code)}: ${plainText(event.halted.message)}`;
  return 'closed' in event ? `after batch ${event.closed.batch}` : '';
}

function describeParty({
  id,
  identifier,
  role,
  key,
  from,
  until,
}: Extract<LedgerEvent, { party: unknown }>['party']): string {
  if (identifier !== null) return `${plainText(identifier)} ${id}`;
  const what = role === null ? `key ${plainText(key ?? '')}` : `role ${role}`;
  const when = until === null ? `from ${formatTime(from ?? 0)}` : `until ${formatTime(until)}`;
  return `${id} ${what} ${when}`;
}

function endOnSignal(): AbortSignal {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => ending.abort());
  return ending.signal;
}
