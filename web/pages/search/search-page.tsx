import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function SearchPage() {
  return <PageHeading title="Search" />;
}
