import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function ImpactPage() {
  return <PageHeading title="Impact" />;
}
