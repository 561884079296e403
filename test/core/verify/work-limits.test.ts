import { describe, expect, it } from 'vitest';
import { openKnownEngine, readEngineDigests } from '../../../cli/engines/engine-folder.ts';
import type { OpenEngine } from '../../../core/verify/engine.ts';
import type { CheckName } from '../../../core/verify/policy.ts';
import { fail, pass, skip, worstOf } from '../../../core/verify/result.ts';
import { type Verification, verifyBundle } from '../../../core/verify/verify.ts';
import { type Bundle, formatBundle } from '../../../core/proofs/bundle.ts';
import { readFacts } from '../../helpers/memory-ledger.ts';
import { type Dishonesty, makeResult } from '../../helpers/reperformed-result.ts';
import { defaultPolicy } from './market.ts';

const digest = (await readEngineDigests()).at(-1)!;

/** Verifies a file, and counts the runs that the engine was asked to compute. */
async function verifyCounted(
  { ledger, bundle }: Pick<ReturnType<typeof makeResult>, 'ledger' | 'bundle'>,
  require: readonly CheckName[],
): Promise<{ readonly verification: Verification; readonly runs: number }> {
  let runs = 0;
  const openEngine: OpenEngine = async (name) => {
    const engine = await openKnownEngine(name);
    if (engine === null) return null;
    return {
      ...engine,
      repeatRun: (...asked) => {
        runs++;
        return engine.repeatRun(...asked);
      },
    };
  };
  const verification = await verifyBundle(new TextEncoder().encode(formatBundle(bundle)), {
    policy: defaultPolicy({ newest: 'not-asked', engines: [digest], require: [...require] }),
    reader: readFacts(ledger.facts),
    now: ledger.facts.vouched.time,
    openEngine,
  });
  return { verification, runs };
}

/** Says that the run drew many samples, as its parameters do. */
const drawing =
  (draws: number): NonNullable<Dishonesty['run']> =>
  (run) => ({ ...run, draws, parameters: { ...run.parameters, draws } });

describe('A run that says that it drew more samples than one verification does', () => {
  it.each([[['reperformance']], [[]]] as const)(
    'is never given to the engine, and the verdict is unchecked where the policy requires %j',
    async (require) => {
      const file = makeResult(digest, { run: drawing(100_000_000) });
      const { verification, runs } = await verifyCounted(file, require);
      expect(runs).toBe(0);
      expect(verification.verdict).toBe('unchecked');
      expect(verification.unchecked).toEqual(['reperformance']);
      expect(verification.checks.find(({ check }) => check === 'reperformance')).toMatchObject({
        result: 'skipped',
        code: 'over-limit',
      });
    },
  );

  it('hides no other run that gives another figure', async () => {
    const altered = makeResult(digest, {
      figure: (own) => ({ ...own, value: own.value === null ? null : '1' }),
    });
    const heavy = makeResult(digest, { run: drawing(100_000_000) });
    const padding = { ...heavy.bundle.records[0]!, id: `0x${'2'.repeat(64)}` as const };
    for (const records of [
      [...altered.bundle.records, padding],
      [padding, ...altered.bundle.records],
    ]) {
      const bundle: Bundle = { ...altered.bundle, records };
      const { verification, runs } = await verifyCounted({ ...altered, bundle }, []);
      expect(runs).toBe(1);
      const found = verification.checks.filter(
        ({ check, result }) => check === 'reperformance' && result === 'fail',
      );
      expect(found.map(({ code }) => code)).toEqual(['figure-differs']);
    }
  });
});

describe('The worst of several findings', () => {
  it('is a failure, then a limit that was reached, then another reason to skip, then a warning', () => {
    const findings = [
      pass('held'),
      { ...pass('old'), code: 'too-old', result: 'warn' } as const,
      skip('no-run', 'hidden'),
      skip('over-limit', 'too much'),
      fail('figure-differs', 'other'),
    ];
    for (let last = findings.length; last > 0; last--)
      expect(worstOf(findings.slice(0, last).reverse())).toBe(findings[last - 1]);
  });
});
