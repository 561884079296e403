import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function BatchesPage() {
  return <PageHeading title="Batches" />;
}
