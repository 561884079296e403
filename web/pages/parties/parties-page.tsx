import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function PartiesPage() {
  return <PageHeading title="Parties" />;
}
