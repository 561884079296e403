import { describe, expect, it } from 'vitest';
import { openKnownEngine, readEngineDigests } from '../../../cli/engines/engine-folder.ts';
import { verifyReperformance } from '../../../core/verify/reperformance.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import type { Finding } from '../../../core/verify/result.ts';
import { type Verification, verifyBundle } from '../../../core/verify/verify.ts';
import type { OpenEngine } from '../../../core/verify/engine.ts';
import { engineVersion } from '../../../engine/version.ts';
import { electricity } from '../../engine/dataset.ts';
import { type BundleRecord, formatBundle } from '../../../core/proofs/bundle.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { Kind } from '../../../core/records/kind.ts';
import { buildEngine } from '../../../scripts/engine-digest.ts';
import { FIRST_SEAL, readFacts, sealBatch } from '../../helpers/memory-ledger.ts';
import { showHead, showRecord } from '../../helpers/bundle-builder.ts';
import { type Dishonesty, makeResult, saltNone } from '../../helpers/reperformed-result.ts';
import { signRecord } from '../../helpers/signed-record.ts';
import { defaultPolicy } from './market.ts';

const engines = await readEngineDigests();
const digest = engines.at(-1)!;
const OTHER = `0x${'1'.repeat(64)}` as const;

async function reperform(dishonesty?: Dishonesty, accepted = engines): Promise<Finding> {
  const { bundle } = makeResult(digest, dishonesty);
  const asked = { bundle, engines: accepted, openEngine: openKnownEngine };
  return (await verifyReperformance(asked)).finding;
}

/** Computes the results of a proof file again that has further records. */
async function reperformWith(...others: readonly BundleRecord[]): Promise<Finding> {
  const { bundle } = makeResult(digest);
  const records = [...bundle.records, ...others];
  const asked = { bundle: { ...bundle, records }, engines, openEngine: openKnownEngine };
  return (await verifyReperformance(asked)).finding;
}

/** Returns a record of a kind that shows entries. */
function hold(kind: Kind, shown: BundleRecord['entries']['shown']): BundleRecord {
  const [first] = makeResult(digest).bundle.records;
  const entries = { all: true, shown, absent: [] };
  return { ...first!, id: `0x${'2'.repeat(64)}`, record: { ...first!.record, kind }, entries };
}

function cite(result: Hex, key: string): BundleRecord['entries']['shown'][number] {
  const [shown] = makeResult(digest).bundle.records[0]!.entries.shown;
  return { ...shown!, key, detail: { derivation: { result, key } } };
}

describe('The check reperformance', () => {
  it('passes where the engine computes every figure again to the digit', async () => {
    const finding = await reperform();
    expect(finding).toMatchObject({ result: 'pass', code: 'ok' });
    expect(finding.basis).toMatch(/^(\d+) of \1 figures of 0x[0-9a-f]{64} computed again to the digit/);
  });

  it('needs only the rows that the run names', async () => {
    const used = makeResult(digest).bundle.records[0]!.entries.shown.find(({ key }) => key === 'run')!
      .detail!['inputs'] as { keys: string[] }[];
    const keys = used.flatMap((input) => input.keys);
    expect(await reperform({ shown: keys })).toMatchObject({ result: 'pass' });
    const short = await reperform({ shown: keys.slice(1) });
    expect(short).toMatchObject({ result: 'skipped', code: 'inputs-not-shown' });
  });

  it.each<[string, string, Dishonesty, unknown, unknown]>([
    [
      'a figure with one digit changed',
      'figure-differs',
      { figure: (own) => (own.key === 'scope2/market' ? { ...own, value: '21945.7' } : own) },
      expect.objectContaining({ key: 'scope2/market', value: '21945.6' }),
      expect.objectContaining({ key: 'scope2/market', value: '21945.7' }),
    ],
    [
      'a figure that claims to cover more gases',
      'figure-differs',
      {
        figure: (own) =>
          own.key === 'scope2/market' ? { ...own, detail: { ...own.detail, gases: ['CH4', 'CO2'] } } : own,
      },
      expect.objectContaining({ detail: expect.objectContaining({ gases: ['CO2'] }) }),
      expect.objectContaining({ detail: expect.objectContaining({ gases: ['CH4', 'CO2'] }) }),
    ],
    [
      'an input with one digit changed',
      'figure-differs',
      { registered: (row) => (row.key === 'average' ? { ...row, value: '0.5307' } : row) },
      // Scope 2 and what it is part of differ: the first of them is named. 48,000 MWh more by 0.0001 t each are 4.8 t.
      expect.objectContaining({ key: 'scope1+2/location', value: '58305.275' }),
      expect.objectContaining({ key: 'scope1+2/location', value: '58300.475' }),
    ],
    [
      'a changed parameter',
      'figure-differs',
      { run: (own) => ({ ...own, rounding: { mode: 'half-even', decimals: 0 } }) },
      expect.objectContaining({ detail: expect.anything() }),
      expect.objectContaining({ detail: expect.anything() }),
    ],
    [
      'a changed version',
      'engine-differs',
      { run: (own) => ({ ...own, version: '9.9.9' }) },
      `carbon-ledger-engine ${engineVersion}`,
      'carbon-ledger-engine 9.9.9',
    ],
    [
      'an input that the run does not name',
      'inputs-differ',
      { run: (own) => ({ ...own, inputs: own.inputs.slice(1) }) },
      expect.any(Array),
      expect.any(Array),
    ],
    [
      'a figure that the run does not compute',
      'outputs-differ',
      { run: (own) => ({ ...own, outputs: [...own.outputs, 'total/none'] }) },
      expect.any(Array),
      expect.arrayContaining(['total/none']),
    ],
    [
      'a method that does not exist',
      'run-refused',
      { run: (own) => ({ ...own, method: 'inventory@9' }) },
      null,
      null,
    ],
    [
      'a row with a member that its type does not have',
      'run-refused',
      {
        registered: (row) =>
          row.key === 'coal' ? { ...row, detail: { ...row.detail, orgin: 'biogenic' } } : row,
      },
      null,
      null,
    ],
    ['an entry run that is not a run', 'run-malformed', { run: () => ({ note: 'by hand' }) }, null, null],
    [
      'a second rounding, among the parameters',
      'run-malformed',
      {
        run: (own) => ({
          ...own,
          parameters: { ...own.parameters, rounding: { mode: 'half-even', decimals: 0 } },
        }),
      },
      null,
      null,
    ],
    [
      'an unknown parameter named __proto__',
      'run-refused',
      { run: (own) => ({ ...own, parameters: { ...own.parameters, ['__proto__']: { gwpSet: 'AR6' } } }) },
      null,
      null,
    ],
  ])('fails on %s with the code %s and both values', async (_, code, dishonesty, expected, actual) => {
    const finding = await reperform(dishonesty);
    expect(finding).toMatchObject({ result: 'fail', code, expected, actual });
  });

  it('is skipped without an engine that is accepted and available, and names the one that it lacks', async () => {
    expect(await reperform({}, [])).toMatchObject({ result: 'skipped', code: 'no-engines' });
    const other = await reperform({ run: (own) => ({ ...own, digest: OTHER }) });
    expect(other).toMatchObject({ result: 'skipped', code: 'engine-not-accepted', actual: OTHER });
    const missing = await reperform({ run: (own) => ({ ...own, digest: OTHER }) }, [OTHER]);
    expect(missing).toMatchObject({ result: 'skipped', code: 'engine-missing', actual: OTHER });
    expect(missing.basis).toContain(OTHER);
  });

  it('ignores a result that shows no entries and is not cited', async () => {
    expect(await reperformWith(hold(2, []))).toMatchObject({ result: 'pass', code: 'ok' });
  });

  it('is skipped where an entry cites a result that is missing or shows no run', async () => {
    const citing = hold(3, [cite(OTHER, 'total/market')]);
    const missing = { result: 'skipped', code: 'no-run', basis: expect.stringContaining(OTHER) };
    expect(await reperformWith(citing)).toMatchObject(missing);
    expect(await reperformWith(citing, { ...hold(2, []), id: OTHER })).toMatchObject(missing);
  });

  it('says how many entries cite figures that are not from a run', async () => {
    const { id } = makeResult(digest).bundle.records[0]!;
    const citing = hold(3, [cite(id, 'by-hand')]);
    expect((await reperformWith(citing)).basis).toMatch(/; 1 entry citing figures that are not from a run$/);
  });

  it('lets the verdict name the figures by where they come from, and the rows that the run did not use', async () => {
    const { ledger, bundle } = makeResult(digest, {
      figure: (own) => (own.key === 'scope1/total' ? { ...own, key: 'by-hand' } : own),
      unused: [electricity('forgotten', '9', 'MW.h')],
    });
    const verify = (engine?: OpenEngine): Promise<Verification> =>
      verifyBundle(new TextEncoder().encode(formatBundle(bundle)), {
        policy: defaultPolicy({ newest: 'not-asked', engines }),
        reader: readFacts(ledger.facts),
        now: FIRST_SEAL,
        ...(engine === undefined ? {} : { openEngine: engine }),
      });
    const { summary } = await verify(openKnownEngine);
    const { origins, unusedRows } = summary!;
    expect(origins).toMatchObject({ notOfRun: ['by-hand'], uncited: [], cited: [], notRecomputed: [] });
    expect(origins!.recomputed).toContain('scope2/market');
    expect(unusedRows).toEqual([{ record: bundle.records[1]!.id, keys: ['forgotten'] }]);
    const unaided = (await verify()).summary!.origins!;
    expect([unaided.recomputed, unaided.notRecomputed]).toEqual([[], origins!.recomputed]);
  });

  it.each(['result', 'disclosure'])(
    'warns of a figure that the run does not name, shown by a %s; it fails where reperformance is required',
    async (kind) => {
      const { ledger, bundle, company, result } = makeResult(digest, {
        figure: (own) => (own.key === 'scope1/total' ? { ...own, key: 'by-hand' } : own),
      });
      const { value, unit, from, until } = bundle.records[0]!.entries.shown.find(
        ({ key }) => key === 'by-hand',
      )!;
      const detail = { derivation: { result: result.id, key: 'by-hand' } };
      const entry = { key: 'by-hand', value, unit, from, until, detail };
      const disclosure = signRecord({
        by: company,
        kind: 'disclosure',
        sources: [result],
        entries: saltNone([entry]),
      });
      sealBatch(ledger, [disclosure]);
      const shown = kind === 'result' ? [] : [showRecord(ledger, disclosure, { all: true })];
      const file = formatBundle({
        ...bundle,
        records: [...shown, ...bundle.records],
        heads: [disclosure, result].map((record) => showHead(ledger, record, 2)),
      });
      const verify = async (policy: Policy): Promise<[string, unknown[]]> => {
        const { facts } = ledger;
        const { verdict, checks } = await verifyBundle(new TextEncoder().encode(file), {
          policy,
          reader: readFacts(facts),
          now: facts.vouched.time,
          openEngine: openKnownEngine,
        });
        const found = checks.filter(({ code }) => code === 'figure-not-of-run');
        return [verdict, found.map(({ check, result: outcome, actual }) => [check, outcome, actual])];
      };
      const warned = ['verified', [['reperformance', 'warn', ['by-hand']]]];
      expect(await verify(defaultPolicy({ engines }))).toEqual(warned);
      const refused = ['not-verified', [['reperformance', 'fail', ['by-hand']]]];
      expect(await verify(defaultPolicy({ engines, require: ['reperformance'] }))).toEqual(refused);
    },
  );

  it('does not take a figure for computed again that a result cites from elsewhere, besides its own run', async () => {
    const { ledger, bundle } = makeResult(digest, {
      figure: (own) =>
        own.key === 'scope1/total'
          ? { ...own, key: 'by-hand', detail: { derivation: { result: OTHER, key: 'by-hand' } } }
          : own,
    });
    const { verdict, checks, summary } = await verifyBundle(new TextEncoder().encode(formatBundle(bundle)), {
      policy: defaultPolicy({ engines, require: ['reperformance'] }),
      reader: readFacts(ledger.facts),
      now: FIRST_SEAL,
      openEngine: openKnownEngine,
    });
    expect(verdict).toBe('not-verified');
    expect(checks.filter(({ result }) => result === 'fail').map(({ code }) => code)).toEqual(
      expect.arrayContaining(['citation-source', 'figure-not-of-run']),
    );
    expect(summary!.origins).toMatchObject({ notOfRun: ['by-hand'], cited: [] });
  });

  it.each(['dataset', 'disclosure'] as const)(
    'says nothing about a %s beside a result that was computed again, and leaves it unchecked where required',
    async (kind) => {
      const { ledger, bundle, company } = makeResult(digest);
      const entry = { key: 'note', value: null, unit: '', from: 0, until: 0, detail: { words: 'none' } };
      const subject = signRecord({ by: company, kind, subject: 'beside', entries: saltNone([entry]) });
      sealBatch(ledger, [subject]);
      const file = formatBundle({
        ...bundle,
        records: [showRecord(ledger, subject, { all: true }), ...bundle.records],
        heads: [showHead(ledger, subject, 2)],
      });
      const { verdict, checks } = await verifyBundle(new TextEncoder().encode(file), {
        policy: defaultPolicy({ engines, require: ['reperformance'] }),
        reader: readFacts(ledger.facts),
        now: ledger.facts.vouched.time,
        openEngine: openKnownEngine,
      });
      expect(checks.find(({ check }) => check === 'reperformance')).toMatchObject({
        result: 'skipped',
        code: 'no-run',
      });
      expect(verdict).toBe('unchecked');
    },
  );

  it('is skipped where the runs name more rows than one verification computes', async () => {
    const { ledger, bundle } = makeResult(digest);
    const { verdict, checks } = await verifyBundle(new TextEncoder().encode(formatBundle(bundle)), {
      policy: defaultPolicy({ newest: 'not-asked', engines, require: ['reperformance'] }),
      reader: readFacts(ledger.facts),
      now: FIRST_SEAL,
      openEngine: openKnownEngine,
      limits: { rows: 5 },
    });
    expect(checks.find(({ check }) => check === 'reperformance')).toMatchObject({
      result: 'skipped',
      code: 'over-limit',
    });
    expect(verdict).toBe('unchecked');
  });

  it('makes verification fail on a changed figure, even if it is signed and anchored', async () => {
    const verdicts = await Promise.all(
      [
        {},
        { figure: (own) => ({ ...own, value: own.value === null ? null : '1' }) } satisfies Dishonesty,
      ].map(async (dishonesty: Dishonesty) => {
        const { ledger, bundle } = makeResult(digest, dishonesty);
        const { verdict, checks } = await verifyBundle(new TextEncoder().encode(formatBundle(bundle)), {
          policy: defaultPolicy({ newest: 'not-asked', engines, require: ['reperformance'] }),
          reader: readFacts(ledger.facts),
          now: FIRST_SEAL,
          openEngine: openKnownEngine,
        });
        const failed = checks.filter(({ result }) => result === 'fail').map(({ check }) => check);
        return [verdict, failed];
      }),
    );
    expect(verdicts).toEqual([
      ['verified', []],
      ['not-verified', ['reperformance']],
    ]);
  });
});

describe('The engine of this program', () => {
  it('is what the sources build, and has the digest of its bytes', async () => {
    expect((await buildEngine()).digest).toBe(digest);
  });
});
