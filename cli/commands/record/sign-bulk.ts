import {
  type Draft,
  formatDraftLine,
  parseDraft,
  signDraft,
  signerOfDraft,
} from '../../../jobs/register/draft.ts';
import { readLines } from '../../../core/encoding/lines.ts';
import type { Domain } from '../../../core/hashing/domain.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
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
  readonly titles: readonly string[];
  /** Each party that signs, and for which ledger. */
  readonly signing: readonly { readonly domain: Domain; readonly party: Hex }[];
  /** Who has signed lines before, each once, with the first line. */
  readonly signers: readonly { readonly signer: string; readonly line: number }[];
}

const MOST_TITLES = 10;

/** Reads a file of record files, one per line; all hashes are computed again. @throws BadInput with the number of the line; UsageError */
export async function summariseLines(terminal: Terminal, file: string): Promise<LinesSummary> {
  const kinds = new Map<string, number>();
  const [signing, signers] = [new Map<string, LinesSummary['signing'][number]>(), new Map<string, number>()];
  const titles: string[] = [];
  let [count, entries] = [0, 0];
  for await (const { draft, line } of readDrafts(terminal, file)) {
    const { domain, record, statement, entries: own } = draft;
    const kind = nameOfKind(record.kind);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    signing.set(`${domain.chainId} ${domain.ledger} ${record.party}`, { domain, party: record.party });
    const signer = signerOfDraft(draft);
    if (signer !== null && !signers.has(signer)) signers.set(signer, line);
    titles.push(titleOf(statement) || record.subject);
    count++;
    entries += own.length;
  }
  return {
    ...{ count, entries, kinds, titles, signing: [...signing.values()] },
    signers: [...signers].map(([signer, line]) => ({ signer, line })),
  };
}

/** Returns what a person should read before signing. */
export function formatLinesSummary({ count, entries, kinds, titles, signing }: LinesSummary): string {
  const parties = new Set(signing.map(({ party }) => party));
  const ledgers = new Set(signing.map(({ domain }) => `${domain.ledger} on chain ${domain.chainId}`));
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
  for await (const { draft } of readDrafts(terminal, file))
    yield formatDraftLine(signDraft(draft, privateKey));
}

async function* readDrafts(terminal: Terminal, file: string): AsyncGenerator<{ draft: Draft; line: number }> {
  let line = 0;
  for await (const text of readLines(streamBytes(terminal, file))) {
    line++;
    if (text.trim() !== '')
      yield { draft: readNaming(`${file}, line ${line}`, () => parseDraft(text)), line };
  }
}
