import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function CompanyPage() {
  return <PageHeading title="Company" />;
}
