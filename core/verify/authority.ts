import type { Bundle, BundleRecord } from '../proofs/bundle.ts';
import {
  type AuthorityCode,
  type SigningTimes,
  type ValidityWindow,
  judgeWindows,
  STILL_OPEN,
} from '../parties/authority.ts';
import type { ChainReader } from './chain-reader.ts';
import { type Kind, type RoleName, nameOfKind, nameOfRole, writersOf } from '../records/kind.ts';
import { ANCHOR_FAILED, NO_CHAIN, verifyAnchored } from './anchor.ts';
import { type Finding, type VerifyCode, fail, pass, runCheck, skip } from './result.ts';
import { formatTime } from '../encoding/time.ts';
import { signerOf } from './signature.ts';
import type { VerificationContext } from './verification-context.ts';

/** A record with its signature and batch. */
type Signed = Pick<BundleRecord, 'record' | 'signature' | 'inclusion'>;

/** A finding has one code for all that can be wrong with a role, and one for a key without a valid window. */
const FINDING_CODES: Readonly<Record<AuthorityCode, VerifyCode>> = {
  'unknown-key': 'unknown-key',
  'waiting-key': 'closed-key',
  'closed-key': 'closed-key',
  'unknown-role': 'no-role',
  'waiting-role': 'no-role',
  'closed-role': 'no-role',
};

/** Verifies that the key, and a role that may write the kind, were valid both when the record was sealed and when it was anchored (§8, §11). */
export function verifyAuthority(context: VerificationContext, subject: BundleRecord): Promise<Finding> {
  return runCheck(async () => {
    const { reader } = context;
    if (reader === null) return NO_CHAIN;
    const { inclusion, anchor } = subject;
    const anchored = await verifyAnchored(context, { header: inclusion.header, anchor });
    if (anchored.result !== 'pass') return anchored.result === 'skipped' ? anchored : ANCHOR_FAILED;
    const block = await reader.vouchedBlock();
    if (block.time <= anchor.anchoredAt)
      return skip('not-final', 'no final block is later than the anchoring yet: verify again later');
    const times = { sealedAt: inclusion.header.sealedAt, anchoredAt: anchor.anchoredAt };
    return verifySigner(
      reader,
      { signed: subject, key: signerOf(context, subject), times },
      (role) =>
        `the key and the role ${role} of the party were valid at sealing and anchoring, as of block ${block.number}`,
    );
  });
}

/** Verifies that a record of the history was well signed: its key, and a role that may write the kind, were valid when it was sealed (§7). */
export function verifyWellSigned(context: VerificationContext, signed: Signed): Promise<Finding> {
  return runCheck(async () => {
    const { reader } = context;
    if (reader === null) return NO_CHAIN;
    const { sealedAt } = signed.inclusion.header;
    const times = { sealedAt, anchoredAt: sealedAt };
    return verifySigner(
      reader,
      { signed, key: signerOf(context, signed), times },
      (role) => `the key and the role ${role} of the party were valid at sealing`,
    );
  });
}

interface SignerCase {
  readonly signed: Signed;
  readonly key: string;
  readonly times: SigningTimes;
}

async function verifySigner(
  reader: ChainReader,
  { signed: { record }, key, times }: SignerCase,
  describe: (role: RoleName) => string,
): Promise<Finding> {
  const { party, kind } = record;
  const keyWindows = await reader.keyWindows(party, key);
  const keyCode = judgeWindows('key', keyWindows, times);
  if (keyCode !== null) return failKey(keyCode, key, times, keyWindows);
  const seen: Partial<Record<RoleName, readonly ValidityWindow[]>> = {};
  let roleCode: AuthorityCode = 'unknown-role';
  for (const role of writersOf(kind)) {
    const windows = await reader.roleWindows(party, role);
    const code = judgeWindows('role', windows, times);
    if (code === null) return pass(describe(nameOfRole(role)));
    seen[nameOfRole(role)] = windows;
    roleCode = code;
  }
  return failRole(roleCode, kind, times, seen);
}

function failKey(
  code: AuthorityCode,
  key: string,
  times: SigningTimes,
  windows: readonly ValidityWindow[],
): Finding {
  if (code === 'unknown-key') return fail(FINDING_CODES[code], `${key} is not a key of the party`, null, key);
  return fail(
    FINDING_CODES[code],
    `no window of the key ${key} covers the time ${showTimes(times)}`,
    times,
    windows,
  );
}

function failRole(code: AuthorityCode, kind: Kind, times: SigningTimes, seen: object): Finding {
  const names = writersOf(kind).map(nameOfRole);
  return fail(
    FINDING_CODES[code],
    `kind ${nameOfKind(kind)} requires the role ${names.join(' or ')}, which the party did not have ${showTimes(times)}`,
    names,
    seen,
  );
}

function showTimes({ sealedAt, anchoredAt }: SigningTimes): string {
  if (sealedAt === anchoredAt) return `at ${formatTime(sealedAt)}`;
  return `from sealing at ${formatTime(sealedAt)} to anchoring at ${formatTime(anchoredAt)}`;
}

/** Verifies that a window in the proof file is in the registry. One that was open in the file may have been closed since. */
export function verifyWindow(
  context: VerificationContext,
  window: Bundle['windows'][number],
): Promise<Finding> {
  return runCheck(async () => {
    const { reader } = context;
    if (reader === null) return NO_CHAIN;
    const { party, role, key, index, from, until } = window;
    const windows =
      role === null ? await reader.keyWindows(party, key ?? '') : await reader.roleWindows(party, role);
    const actual = windows[index];
    const name = `window ${index} of ${key ?? `the role ${nameOfRole(role ?? 1)}`}`;
    if (actual?.from === from && actual.until === until) return pass(`${name} is the same in the registry`);
    if (actual?.from === from && until === STILL_OPEN)
      return pass(`${name} is in the registry, and is closed now`);
    return fail('window-differs', `${name} is not the same in the registry`, actual ?? null, { from, until });
  });
}
