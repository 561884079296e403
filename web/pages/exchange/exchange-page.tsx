import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function ExchangePage() {
  return <PageHeading title="Exchange" />;
}
