import type { BundleRecord } from '../proofs/bundle.ts';
import type { Context } from './context.ts';
import { type Finding, fail, pass } from './result.ts';

/** Checks that each source of the subject, down to the policy's depth, is in the bundle and was sealed in no later batch (§11). */
export function checkSources({ bundle, byId, policy }: Context): Finding {
  let level = bundle.records.slice(0, 1);
  const seen = new Set<string>();
  for (let depth = 0; depth < policy.depth; depth++) {
    const below: BundleRecord[] = [];
    for (const made of level) {
      for (const id of made.record.sources) {
        const source = byId.get(id);
        if (source === undefined)
          return fail('source-missing', `the source ${id} of ${made.id} is not in the bundle`, id, null);
        const [later, own] = [source.inclusion.header.number, made.inclusion.header.number];
        if (later > own)
          return fail(
            'source-later',
            `the source ${id} was sealed in batch ${later}, the record in ${own}`,
            own,
            later,
          );
        if (!seen.has(id)) below.push(source);
        seen.add(id);
      }
    }
    level = below;
  }
  const are = seen.size === 1 ? '1 source is' : `${seen.size} sources are`;
  return pass(`${are} here, none sealed later (depth ${policy.depth})`);
}
