import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function DisclosePage() {
  return <PageHeading title="Disclose" />;
}
