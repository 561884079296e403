import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function OperatorPage() {
  return <PageHeading title="Operator" />;
}
