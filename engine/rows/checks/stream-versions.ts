import { EngineError } from '../../errors/engine-error.ts';
import type { CheckContext } from './check.ts';

/**
 * Refuses two versions of one stream. The newer one replaces the older one; together they would count everything twice.
 * @throws EngineError `two-versions`
 */
export function refuseTwoVersions({ inputs }: Pick<CheckContext, 'inputs'>): void {
  const seen = new Map<string, { readonly record: string; readonly sequence: number }>();
  for (const { record, stream } of inputs) {
    if (stream === undefined) continue;
    const { party, kind, subject, sequence } = stream;
    const name = JSON.stringify([party, kind, subject]);
    const other = seen.get(name);
    if (other === undefined) {
      seen.set(name, { record, sequence });
      continue;
    }
    const [older, newer] =
      other.sequence <= sequence ? [other, { record, sequence }] : [{ record, sequence }, other];
    throw new EngineError(
      'two-versions',
      `${subject} is given in two versions: sequence ${older.sequence} (${older.record}) and sequence ` +
        `${newer.sequence} (${newer.record}). The newer one replaces the older one: give only one of them`,
      subject,
      { record: older.record, key: '', column: 'record' },
    );
  }
}
