import type { Bundle, BundleRecord } from '../proofs/bundle.ts';
import type { LedgerWindow } from './chain-reader.ts';
import type { Hex } from '../encoding/hex.ts';
import { type Kind, nameOfRole, writersOf } from '../records/kind.ts';
import { MAX_UINT } from '../encoding/schema.ts';
import { checkAnchored } from './anchor.ts';
import { type Context, readerOf } from './context.ts';
import { type Finding, fail, pass, showTime, skip } from './result.ts';
import { signerOf } from './signature.ts';

/** A record with its signature and batch. */
type Signed = Pick<BundleRecord, 'record' | 'signature' | 'inclusion'>;

/** The two times at which one and the same window must hold (§8). */
interface Times {
  readonly sealedAt: number;
  readonly anchoredAt: number;
}

/** Tells whether a window holds at both times: from ≤ t < until (§2). */
function holdsAtBoth({ from, until }: LedgerWindow, { sealedAt, anchoredAt }: Times): boolean {
  return from <= sealedAt && sealedAt < until && from <= anchoredAt && anchoredAt < until;
}

/** Checks that one window of the key, and one of a role that may write the kind, hold when the record was sealed and when it was anchored (§8, §11). */
export async function checkAuthority(context: Context, subject: BundleRecord): Promise<Finding> {
  if (context.reader === null) return skip('no-chain', 'no endpoint of the chain was given');
  const { record, inclusion, anchor } = subject;
  const anchored = await checkAnchored(context, { header: inclusion.header, anchor });
  if (anchored.result !== 'pass')
    return anchored.result === 'skipped' ? anchored : skip('anchor-failed', 'the anchor does not hold');
  const block = await context.reader.vouchedBlock();
  if (block.time <= anchor.anchoredAt)
    return skip('not-final', 'no final block is later than the anchor yet');
  const times = { sealedAt: inclusion.header.sealedAt, anchoredAt: anchor.anchoredAt };
  const key = signerOf(context, subject);
  const keyFinding = judgeKey(await context.reader.keyWindows(record.party, key), times, key);
  if (keyFinding.result !== 'pass') return keyFinding;
  return judgeRoles(context, record.party, record.kind, times, `as of block ${block.number}`);
}

function judgeKey(windows: readonly LedgerWindow[], times: Times, key: string): Finding {
  if (windows.length === 0) return fail('unknown-key', `${key} is no key of the party`, null, key);
  if (windows.some((window) => holdsAtBoth(window, times))) return pass('');
  return fail(
    'closed-key',
    `no window of ${key} holds from ${showTime(times.sealedAt)} to ${showTime(times.anchoredAt)}`,
    times,
    windows,
  );
}

async function judgeRoles(
  context: Context,
  party: Hex,
  kind: Kind,
  times: Times,
  asOf: string,
): Promise<Finding> {
  const seen: Record<string, readonly LedgerWindow[]> = {};
  for (const role of writersOf(kind)) {
    const windows = await readerOf(context).roleWindows(party, role);
    if (windows.some((window) => holdsAtBoth(window, times))) {
      return pass(
        `the key was the party’s and the party ${nameOfRole(role)} when it was sealed and anchored, ${asOf}`,
      );
    }
    seen[nameOfRole(role)] = windows;
  }
  return fail(
    'no-role',
    `the party had no role that may write this kind at ${showTime(times.sealedAt)}`,
    writersOf(kind).map(nameOfRole),
    seen,
  );
}

/** Checks that a link of a history was well signed: one window of its key and one of a role hold when it was sealed (§7). */
export async function checkWellSigned(context: Context, link: Signed): Promise<Finding> {
  if (context.reader === null) return skip('no-chain', 'no endpoint of the chain was given');
  const { sealedAt } = link.inclusion.header;
  const times = { sealedAt, anchoredAt: sealedAt };
  const key = signerOf(context, link);
  const finding = judgeKey(await context.reader.keyWindows(link.record.party, key), times, key);
  if (finding.result !== 'pass') return finding;
  return judgeRoles(context, link.record.party, link.record.kind, times, 'when it was sealed');
}

/** Checks that a window in the bundle is the chain's; one that was open may have been closed since. */
export async function checkWindow(context: Context, window: Bundle['windows'][number]): Promise<Finding> {
  if (context.reader === null) return skip('no-chain', 'no endpoint of the chain was given');
  const { party, role, key, index, from, until } = window;
  const windows =
    role === null
      ? await context.reader.keyWindows(party, key ?? '')
      : await context.reader.roleWindows(party, role);
  const actual = windows[index];
  const holds = actual?.from === from && (actual.until === until || until === MAX_UINT);
  if (!holds)
    return fail(
      'window-differs',
      `window ${index} of ${key ?? nameOfRole(role ?? 1)} is not the chain’s`,
      actual ?? null,
      { from, until },
    );
  return pass(`window ${index} of ${key ?? nameOfRole(role ?? 1)} is the chain’s`);
}
