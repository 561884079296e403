import { type Draft, formatDraftLine, parseDraft, signDraft } from '../../../client/records/draft.ts';
import { readLines } from '../../../core/encoding/lines.ts';
import { quoteText } from '../../../core/outside-text.ts';
import { nameOfKind } from '../../../core/records/kind.ts';
import { titleOf } from '../../output/record-text.ts';
import { formatFields, listKeys } from '../../output/wrap-text.ts';
import { openRewritten, readNaming, streamBytes } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** What the record files of a file of lines hold. */
export interface LinesSummary {
  readonly count: number;
  readonly entries: number;
  /** Kind and how many records have it. */
  readonly kinds: ReadonlyMap<string, number>;
  readonly parties: ReadonlySet<string>;
  readonly ledgers: ReadonlySet<string>;
  readonly titles: readonly string[];
}

const MOST_TITLES = 10;

/** Reads a file of record files, one per line; all hashes are computed again. @throws BadInput with the number of the line; UsageError */
export async function summariseLines(terminal: Terminal, file: string): Promise<LinesSummary> {
  const kinds = new Map<string, number>();
  const [parties, ledgers, titles] = [new Set<string>(), new Set<string>(), [] as string[]];
  let [count, entries] = [0, 0];
  for await (const { domain, record, statement, entries: own } of readDrafts(terminal, file)) {
    const kind = nameOfKind(record.kind);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    parties.add(record.party);
    ledgers.add(`${domain.ledger} on chain ${domain.chainId}`);
    titles.push(titleOf(statement) || record.subject);
    count++;
    entries += own.length;
  }
  return { count, entries, kinds, parties, ledgers, titles };
}

/** Returns what a person should read before signing. */
export function formatLinesSummary({
  count,
  entries,
  kinds,
  parties,
  ledgers,
  titles,
}: LinesSummary): string {
  const fields = formatFields([
    ['  records', [...kinds].map(([kind, number]) => `${number} ${kind}`).join(', ')],
    ['  titles', listKeys(titles.map(quoteText))],
    ['  entries', String(entries)],
    ...[...parties].slice(0, MOST_TITLES).map((party, at) => [at === 0 ? '  party' : '', party] as const),
    ...[...ledgers].map((ledger, at) => [at === 0 ? '  ledger' : '', ledger] as const),
  ]);
  return `Signing ${count} records:\n${fields}`;
}

/** Signs each record of a file of lines and replaces the file. @throws BadInput with the number of the line; UsageError */
export async function signLines(terminal: Terminal, file: string, privateKey: Uint8Array): Promise<void> {
  const output = await openRewritten(terminal, file, signEach(terminal, file, privateKey));
  await output.close();
}

async function* signEach(terminal: Terminal, file: string, privateKey: Uint8Array): AsyncGenerator<string> {
  for await (const draft of readDrafts(terminal, file)) yield formatDraftLine(signDraft(draft, privateKey));
}

async function* readDrafts(terminal: Terminal, file: string): AsyncGenerator<Draft> {
  let number = 0;
  for await (const text of readLines(streamBytes(terminal, file))) {
    number++;
    if (text.trim() !== '') yield readNaming(`${file}, line ${number}`, () => parseDraft(text));
  }
}
