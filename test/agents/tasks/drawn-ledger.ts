import { drawDecimal, type Random } from '../../../agents/evaluate/rows/random.ts';
import { type Hex, ZERO_HASH } from '../../../core/encoding/hex.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import type { Entry } from '../../../core/records/entry.ts';
import { createLedger, type MemoryLedger, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';
import { type DrawnPanorama, drawPanorama, type PanoramaName } from './drawn-panorama.ts';
import { signerOf } from './signer.ts';

/** A ledger whose figures were drawn, and its records by name. */
export interface DrawnLedger {
  readonly ledger: MemoryLedger;
  readonly records: Readonly<Record<RecordName, SignedRecord>>;
  /** The total of each version of the inventory. */
  readonly totals: readonly [first: string, second: string];
  /** What China emitted and took up in 2022. */
  readonly china: DrawnPanorama['china'];
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
  | 'fleet'
  | PanoramaName;

/** Who signs all records but the factors. */
export const COMPANY = 'urn:company';

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

/**
 * Routes and factors of a company, two versions of its inventory, what others made of them, and panoramas of two countries: with amounts that a seed
 * draws.
 */
export function drawLedger(random: Random): DrawnLedger {
  const ledger = createLedger();
  const company = registerParty(ledger, COMPANY, 'company');
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
  const newRoutes = sign('dataset', 'routes', 'Vehicles', rowsOf(newVan), [], { after: routes });
  const inventoryOf = (amount: number, of: SignedRecord, after?: SignedRecord): SignedRecord =>
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
      after === undefined ? {} : { after },
    );
  const first = inventoryOf(van, routes);
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
  const { records: surveyed, china } = drawPanorama(random, sign);
  const { nations, headlines, accounts, ...panoramas } = surveyed;
  sealBatch(ledger, [nations, headlines]);
  sealBatch(ledger, [accounts]);
  sealBatch(ledger, Object.values(panoramas));
  const own = { factors, routes, newRoutes, first, second, bare, group, shown, fleet };
  return { ledger, records: { ...own, ...surveyed }, totals: [String(van + boiler), total], china };
}

function row({ id }: SignedRecord, key: string): Operand {
  return { record: id, key };
}
