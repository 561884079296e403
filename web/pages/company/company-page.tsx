import { PageHeading } from '../../components/page-heading.tsx';
import { RequireSession } from '../../session/require-session.tsx';

/** Being written. */
export function CompanyPage() {
  return (
    <>
      <PageHeading title="Company" />
      <RequireSession roles={['company', 'provider']}>{({ party }) => <code>{party}</code>}</RequireSession>
    </>
  );
}
