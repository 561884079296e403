import { drawDecimal, type Random } from '../../../agents/evaluate/rows/random.ts';
import { type Hex, ZERO_HASH } from '../../../core/encoding/hex.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import type { Entry } from '../../../core/records/entry.ts';
import type { KindName } from '../../../core/records/kind.ts';
import { createLedger, type MemoryLedger, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import type { TestParty } from '../../helpers/registry.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';

/** A ledger whose figures were drawn, and its records by name. */
export interface DrawnLedger {
  readonly ledger: MemoryLedger;
  readonly records: Readonly<Record<RecordName, SignedRecord>>;
  /** The total of each version of the inventory. */
  readonly totals: readonly [first: string, second: string];
}
export type RecordName =
  | 'factors'
  | 'routes'
  | 'newRoutes'
  | 'first'
  | 'second'
  | 'bare'
  | 'group'
  | 'shown'
  | 'fleet';

const YEAR = { from: 1704067200, until: 1735689600 };

interface Operand {
  readonly record?: Hex;
  readonly key: string;
}

function entryOf(key: string, value: string, unit: string, detail: JsonObject): Entry {
  return { key, value, unit, ...YEAR, detail, salt: ZERO_HASH };
}

function figureOf(key: string, value: string, operands: readonly Operand[]): Entry {
  const named = operands.map(({ record = null, key: of }) => ({
    name: of,
    record,
    key: of,
    value: '1',
    unit: '1',
  }));
  const derivation = { formula: 'sum', rounding: null, warnings: [], operands: named };
  const detail = { method: 'inventory@2', gases: ['CO2'], gwpSet: 'AR5', derivation };
  return entryOf(key, value, 't{CO2e}', detail);
}

/** Routes and factors of a company, two versions of its inventory, and what others made of them: with amounts that a seed draws. */
export function drawLedger(random: Random): DrawnLedger {
  const ledger = createLedger();
  const company = registerParty(ledger, 'urn:company', 'company');
  const provider = registerParty(ledger, 'urn:provider', 'provider');
  const sign = signerOf(company);
  const whole = (least: number, most: number): number => Number(drawDecimal(random, least, most, 0));
  const [van, boiler] = [whole(100, 900), whole(100, 900)];
  const newVan = van + whole(10, 90);
  const factors = signRecord({
    by: provider,
    subject: 'factors',
    statement: { title: 'Factors' },
    entries: ['diesel', 'gas'].map((fuel) =>
      entryOf(fuel, drawDecimal(random, 1, 3), 't{CO2e}/t', { row: 'emission-factor', fuel }),
    ),
  });
  const rowsOf = (amount: number): Entry[] =>
    [['van', amount] as const, ['boiler', boiler] as const].map(([key, value]) =>
      entryOf(key, String(value), 't', { row: 'fuel-use', fuel: key }),
    );
  const routes = sign('dataset', 'routes', 'Vehicles', rowsOf(van));
  const newRoutes = sign('dataset', 'routes', 'Vehicles', rowsOf(newVan), [], routes);
  const inventoryOf = (amount: number, of: SignedRecord, after: SignedRecord | null): SignedRecord =>
    sign(
      'result',
      'inventory/2024',
      'Works 2024',
      [
        figureOf('scope1/van', String(amount), [row(of, 'van'), row(factors, 'diesel')]),
        figureOf('scope1/boiler', String(boiler), [row(of, 'boiler'), row(factors, 'gas')]),
        figureOf('total', String(amount + boiler), [{ key: 'scope1/van' }, { key: 'scope1/boiler' }]),
      ],
      [of, factors],
      after,
    );
  const first = inventoryOf(van, routes, null);
  const second = inventoryOf(newVan, newRoutes, first);
  const total = String(newVan + boiler);
  const bare = sign(
    'result',
    'estimate',
    'Works 2024, an estimate',
    [entryOf('total', String(whole(100, 900)), 't{CO2e}', {})],
    [newRoutes],
  );
  const group = sign(
    'result',
    'group',
    'Group',
    [figureOf('total', total, [row(second, 'total')])],
    [second],
  );
  const cited = { derivation: { result: second.id, key: 'total' } };
  const shown = sign(
    'disclosure',
    'shown',
    'Disclosure',
    [entryOf('total', total, 't{CO2e}', cited)],
    [second],
  );
  const fleet = sign(
    'result',
    'fleet',
    'Fleet',
    Array.from({ length: 12 }, (_, at) =>
      figureOf(`leg/${at}`, String(whole(1, 99)), [row(newRoutes, 'van')]),
    ),
    [newRoutes],
  );
  sealBatch(ledger, [factors, routes, first]);
  sealBatch(ledger, [newRoutes, second, bare]);
  sealBatch(ledger, [group, shown, fleet]);
  const records = { factors, routes, newRoutes, first, second, bare, group, shown, fleet };
  return { ledger, records, totals: [String(van + boiler), total] };
}

function row({ id }: SignedRecord, key: string): Operand {
  return { record: id, key };
}

function signerOf(by: TestParty) {
  return (
    kind: KindName,
    subject: string,
    title: string,
    entries: Entry[],
    sources: readonly SignedRecord[] = [],
    after: SignedRecord | null = null,
  ): SignedRecord => {
    const change = after === null ? {} : { change: 'restatement', reason: 'new routes' };
    return signRecord({ by, kind, subject, entries, sources, after, statement: { title, ...change } });
  };
}
