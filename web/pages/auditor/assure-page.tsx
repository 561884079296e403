import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function AssurePage() {
  return <PageHeading title="Assure" />;
}
