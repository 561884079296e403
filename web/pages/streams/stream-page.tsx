import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function StreamPage() {
  return <PageHeading title="Stream" />;
}
