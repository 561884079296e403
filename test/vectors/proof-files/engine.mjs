/**
 * The engine of these vectors: one method, `product@1`. The figure of an activity is its quantity times the factor of its item. The name,
 * the version and the bytes of this file never change: policies and runs name it by the SHA-256 of its bytes.
 */
export const engineName = 'carbon-ledger-vectors';
export const engineVersion = '1.0.0';

const METHOD = 'product@1';

/** Computes a run again from its description and the rows that it names (protocol §10). Throws if it cannot. */
export function repeatRun({ method, parameters, rounding }, inputs) {
  if (method !== METHOD) throw new Error(`there is no method ${method}`);
  const unknown = Object.keys(parameters).find((name) => name !== 'period');
  if (unknown !== undefined) throw new Error(`${METHOD} takes no parameter ${unknown}`);
  const { from, until } = parameters.period;
  const rows = inputs.flatMap(({ record, entries }) => entries.map((entry) => ({ ...entry, record })));
  const factors = rows.filter(({ detail }) => detail?.row === 'factor');
  const uses = rows
    .filter((row) => row.detail?.row === 'activity' && from <= row.from && row.until <= until)
    .map((activity) => ({
      activity,
      factor: factors.find(({ detail }) => detail.item === activity.detail.item),
    }))
    .filter(({ factor }) => factor !== undefined);
  if (uses.length === 0) throw new Error('no activity in the period has a factor');
  const figures = uses.map(({ activity, factor }) => ({
    key: `product/${activity.key}`,
    value: round(multiply(activity.value, factor.value), rounding),
    unit: factor.unit.split('/')[0],
    from,
    until,
    detail: {
      method: METHOD,
      derivation: {
        formula: 'A * F',
        operands: [operand('A', activity), operand('F', factor)],
        rounding,
      },
    },
  }));
  const isUsed = (record, { key }) =>
    uses.some((use) => [use.activity, use.factor].some((row) => row.record === record && row.key === key));
  const used = inputs.map(({ record, entries }) => ({
    record,
    keys: entries
      .filter((entry) => isUsed(record, entry))
      .map(({ key }) => key)
      .sort(),
  }));
  return { figures: figures.sort((a, b) => (a.key < b.key ? -1 : 1)), used };
}

function operand(name, { record, key, value, unit }) {
  return { name, record, key, value, unit };
}

/** A decimal string as an integer and the number of its decimals. */
function parse(text) {
  const [whole, decimals = ''] = text.split('.');
  return { digits: BigInt(whole + decimals), scale: decimals.length };
}

function multiply(one, other) {
  const [a, b] = [parse(one), parse(other)];
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

/** Rounds half to even or half up, and writes the canonical decimal string (protocol §2). Takes no significant digits. */
function round({ digits, scale }, { mode, decimals }) {
  if (decimals === undefined) throw new Error(`${METHOD} rounds to decimals`);
  const [sign, size] = digits < 0n ? ['-', -digits] : ['', digits];
  const divisor = 10n ** BigInt(Math.max(0, scale - decimals));
  const [quotient, twice] = [size / divisor, 2n * (size % divisor)];
  const isUp = twice > divisor || (twice === divisor && (mode === 'half-up' || quotient % 2n === 1n));
  const rounded = isUp ? quotient + 1n : quotient;
  const places = Math.min(scale, decimals);
  const text = String(rounded).padStart(places + 1, '0');
  const [whole, part] = [text.slice(0, text.length - places), text.slice(text.length - places)];
  const shown = part.replace(/0+$/, '');
  return `${rounded === 0n ? '' : sign}${whole}${shown === '' ? '' : `.${shown}`}`;
}
