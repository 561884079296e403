import { BadInput, showValue } from '../errors.ts';

/** The parts of a proof file that name what they show. */
interface Named {
  readonly records: readonly {
    readonly entries: Readonly<Record<'shown' | 'absent', readonly { readonly key: string }[]>>;
  }[];
  readonly history: readonly { readonly id: string }[];
  readonly heads: readonly (OfBatch & { readonly kind: number; readonly subject: string })[];
  readonly parties: readonly OfBatch[];
  readonly windows: readonly {
    readonly party: string;
    readonly role: number | null;
    readonly key: string | null;
    readonly index: number;
  }[];
}

interface OfBatch {
  readonly party: string;
  readonly header: { readonly number: number };
}

/**
 * Checks that nothing is in a proof file twice: an entry of a record, a link, a head of a stream or a list of a party as of one
 * batch, or a window. What is there twice can only mislead a reader or cost time (§11).
 * @throws BadInput `repeated`
 */
export function checkNothingRepeated({ records, history, heads, parties, windows }: Named): void {
  records.forEach(({ entries: { shown, absent } }, index) =>
    checkDistinct(
      `records.${index}.entries`,
      [...shown, ...absent].map(({ key }) => key),
    ),
  );
  checkDistinct(
    'history',
    history.map(({ id }) => id),
  );
  checkDistinct(
    'heads',
    heads.map(({ party, kind, subject, header }) => [party, kind, subject, header.number].join(' ')),
  );
  checkDistinct(
    'parties',
    parties.map(({ party, header }) => [party, header.number].join(' ')),
  );
  checkDistinct(
    'windows',
    windows.map(({ party, role, key, index }) => [party, role ?? key, index].join(' ')),
  );
}

function checkDistinct(path: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name))
      throw new BadInput('repeated', `${path}: ${showValue(name)} is there twice`, name, path);
    seen.add(name);
  }
}
