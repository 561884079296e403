import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function BatchPage() {
  return <PageHeading title="Batch" />;
}
