import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function PartyPage() {
  return <PageHeading title="Party" />;
}
