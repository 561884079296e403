import { PageHeading } from '../../components/page-heading.tsx';

/** Being written. */
export function VerifyPage() {
  return <PageHeading title="Verify" />;
}
