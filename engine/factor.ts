import { EngineError } from './errors.ts';
import { isStated, type Period, type Row } from './row.ts';
import type { DetailOf, RowDetail, RowType } from './row-detail.ts';

/** A declared use of a factor outside its valid time. */
export interface Proxy {
  readonly record: string;
  readonly key: string;
  readonly reason: string;
}

/** What a reader of a figure must know: this factor was used at a time it is not made for. */
export interface Warning {
  readonly code: 'proxy-factor';
  readonly record: string;
  readonly key: string;
  readonly valid: Period;
  readonly usedFor: Period;
  readonly reason: string;
}

/** A factor row, and the warning when it stands in as a proxy. */
export interface Factor<D extends RowDetail = RowDetail> {
  readonly row: Row<D>;
  readonly warning: Warning | null;
}

/** A factor of one type. */
export type FactorOf<T extends RowType> = Factor<DetailOf<T>>;

/**
 * Returns the one candidate that is valid throughout the period, or else the one declared as a proxy; a factor that
 * states no period is valid at any time.
 * @throws EngineError `missing-factor`, `factor-out-of-time`, `ambiguous-factor`
 */
export function selectFactor<D extends RowDetail>(
  candidates: readonly Row<D>[],
  sought: string,
  period: Period,
  proxies: readonly Proxy[],
): Factor<D> {
  if (candidates.length === 0) throw new EngineError('missing-factor', `no row for ${sought}`, sought);
  const valid = onlyOne(
    candidates.filter((row) => isValid(row, period)),
    sought,
  );
  if (valid !== null) return { row: valid, warning: null };
  const stand = onlyOne(
    candidates.filter((row) => findProxy(row, proxies) !== null),
    sought,
  );
  const proxy = stand === null ? null : findProxy(stand, proxies);
  if (stand === null || proxy === null) {
    const keys = candidates.map((row) => row.key);
    throw new EngineError(
      'factor-out-of-time',
      `not valid in the period, nor a proxy: ${keys.join(', ')}`,
      keys,
    );
  }
  return { row: stand, warning: warnOfProxy(stand, proxy, period) };
}

function isValid(row: Row, period: Period): boolean {
  return !isStated(row) || (row.from <= period.from && period.until <= row.until);
}

function onlyOne<D extends RowDetail>(rows: readonly Row<D>[], sought: string): Row<D> | null {
  if (rows.length > 1) {
    const keys = rows.map((row) => row.key);
    throw new EngineError('ambiguous-factor', `several rows for ${sought}: ${keys.join(', ')}`, keys);
  }
  return rows[0] ?? null;
}

function findProxy(row: Row, proxies: readonly Proxy[]): Proxy | null {
  return proxies.find((proxy) => proxy.record === row.record && proxy.key === row.key) ?? null;
}

function warnOfProxy(row: Row, proxy: Proxy, period: Period): Warning {
  return {
    code: 'proxy-factor',
    record: row.record,
    key: row.key,
    valid: { from: row.from, until: row.until },
    usedFor: { from: period.from, until: period.until },
    reason: proxy.reason,
  };
}
