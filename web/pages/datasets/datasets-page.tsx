import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function DatasetsPage() {
  return <PageHeading title="Datasets" />;
}
