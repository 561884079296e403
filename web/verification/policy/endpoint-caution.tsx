import type { Policy } from '../../../core/verify/policy.ts';
import { defineTexts } from '../../language/texts.ts';
import type { PolicyWords } from './chosen-policy.ts';
import classes from './policy.module.css';

const useTexts = defineTexts(
  {
    caution:
      'The chain was asked only through a node that this server named. Add one of your own: a server that lies would name a node that lies.',
  },
  { caution: '仅通过本服务器指定的节点查询了链。请添加您自己的节点：说谎的服务器会指定说谎的节点。' },
);

interface EndpointCautionProps {
  readonly words: Pick<PolicyWords, 'ledgerFrom' | 'endpointsFrom'>;
  readonly policy: Policy | null;
}

/** Says that the server named whom the page asks; nothing while the address of the ledger is its word too, which says so itself. */
export function EndpointCaution({ words: { ledgerFrom, endpointsFrom }, policy }: EndpointCautionProps) {
  const { caution } = useTexts();
  const isAsked = (policy?.rpc.urls.length ?? 0) > 0;
  if (!isAsked || endpointsFrom === 'user' || ledgerFrom === 'server') return null;
  return <p className={classes['caution']}>{caution}</p>;
}
