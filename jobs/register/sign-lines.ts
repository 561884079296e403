import type { Signer } from '../../client/keys/signer.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { readLines } from '../../core/encoding/lines.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { type KindName, nameOfKind } from '../../core/records/kind.ts';
import { titleOf } from '../../core/records/statement.ts';
import { type Draft, formatDraftLine, parseDraft, signDraftBy, signerOfDraft } from './draft.ts';
import { namingLine } from './naming-line.ts';

/** What the record files of a file of lines hold. */
export interface LinesSummary {
  readonly count: number;
  readonly entries: number;
  /** How many records are of each kind. */
  readonly kinds: ReadonlyMap<KindName, number>;
  /** The titles; the subject of a record without one. */
  readonly titles: readonly string[];
  /** Each party that signs, and for which ledger. */
  readonly signing: readonly { readonly domain: Domain; readonly party: Hex }[];
  /** Who has signed lines before, each once, with the first line. */
  readonly signers: readonly { readonly signer: string; readonly line: number }[];
}

/**
 * Returns what a person should know before a file of record files, one a line, is signed; all hashes are computed again. `name` names the file
 * in errors.
 * @throws BadInput with the number of the line
 */
export async function summariseLines(bytes: AsyncIterable<Uint8Array>, name: string): Promise<LinesSummary> {
  const kinds = new Map<KindName, number>();
  const [signing, signers] = [new Map<string, LinesSummary['signing'][number]>(), new Map<string, number>()];
  const titles: string[] = [];
  let entries = 0;
  for await (const { draft, line } of readDrafts(bytes, name)) {
    const { domain, record, statement, entries: own } = draft;
    const kind = nameOfKind(record.kind);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    signing.set(`${domain.chainId} ${domain.ledger} ${record.party}`, { domain, party: record.party });
    const signer = signerOfDraft(draft);
    if (signer !== null && !signers.has(signer)) signers.set(signer, line);
    titles.push(titleOf(statement) || record.subject);
    entries += own.length;
  }
  return {
    ...{ count: titles.length, entries, kinds, titles, signing: [...signing.values()] },
    signers: [...signers].map(([signer, line]) => ({ signer, line })),
  };
}

/** Yields the lines of a file of record files, each signed. @throws BadInput with the number of the line; WalletError */
export async function* signLines(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  signer: Signer,
): AsyncGenerator<string> {
  for await (const { draft } of readDrafts(bytes, name))
    yield formatDraftLine(await signDraftBy(draft, signer));
}

async function* readDrafts(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<{ draft: Draft; line: number }> {
  let line = 0;
  for await (const text of readLines(bytes)) {
    line++;
    if (text.trim() === '') continue;
    yield { draft: await namingLine(`${name}, line ${line}`, () => parseDraft(text)), line };
  }
}
