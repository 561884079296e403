import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function ProvenancePage() {
  return <PageHeading title="Provenance" />;
}
