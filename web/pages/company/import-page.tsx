import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function ImportPage() {
  return <PageHeading title="Import" />;
}
