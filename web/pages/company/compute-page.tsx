import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function ComputePage() {
  return <PageHeading title="Compute" />;
}
