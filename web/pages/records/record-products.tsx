import type { RecordView } from '../../../client/generated/openapi.ts';
import { ProductSections } from '../../products/product-sections.tsx';
import { useSession } from '../../session/session.tsx';
import { useFigures } from './use-figures.ts';

/** The products of a record; nothing where it has none, or its figures are private. */
export function RecordProducts({ view: { id, publicEntries } }: { view: RecordView }) {
  const mayRead = useSession().session !== null || publicEntries;
  const { result } = useFigures(mayRead ? id : null);
  return result === undefined ? null : <ProductSections figures={result.figures} record={id} />;
}
