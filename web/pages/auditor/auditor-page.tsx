import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function AuditorPage() {
  return <PageHeading title="Auditor" />;
}
