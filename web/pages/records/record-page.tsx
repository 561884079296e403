import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function RecordPage() {
  return <PageHeading title="Record" />;
}
