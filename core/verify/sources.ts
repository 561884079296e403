import type { BundleRecord } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { type Finding, fail, pass } from './result.ts';
import type { VerificationContext } from './verification-context.ts';

/**
 * Verifies that all sources of the subject, down to the policy's depth, are in the proof file, and that none of them was sealed in
 * a later batch than the record that names it (§11).
 */
export function verifySources(context: VerificationContext): Finding {
  const { bundle, policy } = context;
  let level = bundle.records.slice(0, 1);
  const seen = new Set<Hex>();
  for (let depth = 0; depth < policy.depth; depth++) {
    const next: BundleRecord[] = [];
    for (const { dependent, id } of level.flatMap(listSources)) {
      const source = context.byId.get(id);
      const finding = judgeSource(dependent, id, source);
      if (finding !== null) return finding;
      if (source !== undefined && !seen.has(id)) next.push(source);
      seen.add(id);
    }
    level = next;
  }
  const count = seen.size === 1 ? '1 source' : `${seen.size} sources`;
  return pass(`${count} in the proof file, none sealed later than its dependent (depth ${policy.depth})`);
}

function listSources(dependent: BundleRecord): { dependent: BundleRecord; id: Hex }[] {
  return dependent.record.sources.map((id) => ({ dependent, id }));
}

function judgeSource(dependent: BundleRecord, id: Hex, source: BundleRecord | undefined): Finding | null {
  if (source === undefined)
    return fail(
      'source-missing',
      `source ${id} of record ${dependent.id} is not in the proof file`,
      id,
      null,
    );
  const [sealed, limit] = [source.inclusion.header.number, dependent.inclusion.header.number];
  if (sealed <= limit) return null;
  return fail(
    'source-later',
    `source ${id} was sealed in batch ${sealed}, its dependent ${dependent.id} already in batch ${limit}`,
    limit,
    sealed,
  );
}
