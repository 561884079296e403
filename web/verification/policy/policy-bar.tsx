import { Alert, Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { formatJson } from '../../../core/encoding/json.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import { FileButton } from '../../components/file-button.tsx';
import { Hash } from '../../components/hash.tsx';
import { useFormat } from '../../language/format.ts';
import { saveFile } from '../../components/save-file.ts';
import { type ChosenPolicy, nameEndpoints, type Word } from './chosen-policy.ts';
import { PolicyRefused, readPolicyFile } from '../../../jobs/verify/policy-fields.ts';
import { explain, type KnownEngine, PolicyForm } from './policy-form.tsx';
import { EndpointCaution } from './endpoint-caution.tsx';
import { PolicyRules } from './policy-rules.tsx';
import { usePolicyTexts } from './policy-texts.ts';
import classes from './policy.module.css';

interface PolicyBarProps {
  readonly chosen: ChosenPolicy | null;
  readonly engines: readonly KnownEngine[];
  /** What the server of the page suggests; null where there is no server. */
  readonly suggested: ChosenPolicy | null;
  /** The ledger that a file names which was opened without a policy. */
  readonly named: { readonly chainId: number; readonly ledger: string } | null;
  /** Whether the form is open and focused from the start. */
  readonly isOpenFirst: boolean;
  readonly onUseNamed: () => void;
  readonly onChoose: (chosen: ChosenPolicy | null) => void;
}

/** Shows by which policy files are judged, whose word that is, and lets the user change it. */
export function PolicyBar(props: PolicyBarProps) {
  const { chosen, engines, suggested, named, isOpenFirst, onUseNamed, onChoose } = props;
  const texts = usePolicyTexts();
  const [isOpen, setOpen] = useState(isOpenFirst);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isOpenFirst) return;
    title.current?.focus({ preventScroll: true });
    title.current?.scrollIntoView({ block: 'start' });
  }, [isOpenFirst]);
  const apply = (policy: Policy): void => {
    const isSame = policy.ledger === chosen?.policy.ledger && policy.chainId === chosen.policy.chainId;
    // Who only adds an endpoint has not compared the address.
    onChoose({
      policy,
      ledgerFrom: isSame ? chosen.ledgerFrom : 'user',
      endpointsFrom: nameEndpoints(policy, chosen),
      policyFile: null,
    });
    setOpen(false);
  };
  return (
    <section className={`card ${classes['section']}`} aria-labelledby="policy-title">
      <div className={classes['bar']}>
        <div className={classes['chosen']}>
          <h2 id="policy-title" className={classes['title']} ref={title} tabIndex={-1}>
            {texts.title}
          </h2>
          <ChosenLine chosen={chosen} />
        </div>
        <Button
          variant="default"
          size="compact-sm"
          className={classes['actions']}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? texts.close : texts.change}
        </Button>
      </div>
      {chosen !== null && chosen.ledgerFrom !== 'user' && (
        <div className={classes['word']}>
          <p>{nameWord(chosen.ledgerFrom, texts)}</p>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => onChoose({ ...chosen, ledgerFrom: 'user' })}
          >
            {texts.confirm}
          </Button>
        </div>
      )}
      {chosen !== null && <EndpointCaution words={chosen} policy={chosen.policy} />}
      {chosen === null && named !== null && (
        <div className={classes['word']}>
          <p>
            {texts.fileNames(String(named.chainId))} <Hash value={named.ledger} isWhole />
          </p>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => {
              onUseNamed();
              setOpen(true);
            }}
          >
            {texts.useFile}
          </Button>
        </div>
      )}
      {isOpen && (
        <div className={classes['open']}>
          <p className="quiet">{texts.lead}</p>
          <PolicyFiles chosen={chosen} suggested={suggested} onChoose={onChoose} />
          <PolicyForm
            key={JSON.stringify(chosen?.policy ?? null)}
            policy={chosen?.policy ?? null}
            engines={engines}
            onApply={apply}
          />
        </div>
      )}
    </section>
  );
}

function nameWord(word: Exclude<Word, 'user'>, texts: ReturnType<typeof usePolicyTexts>): string {
  return { server: texts.serverWord, proof: texts.fileWord, policy: texts.policyWord }[word];
}

function ChosenLine({ chosen }: Pick<PolicyBarProps, 'chosen'>) {
  const texts = usePolicyTexts();
  const format = useFormat();
  if (chosen === null) return <span className="quiet">{texts.none}</span>;
  const { policy } = chosen;
  const count = policy.rpc.urls.length;
  return (
    <>
      <Hash value={policy.ledger} />
      <span className="quiet">{texts.summary(String(policy.chainId))}</span>
      <span className={count === 0 ? classes['lacking'] : 'quiet'}>
        {count === 0 ? texts.noEndpoints : texts.endpointCount(format.number(count))}
      </span>
      <span className={`quiet ${classes['rules']}`}>
        <PolicyRules policy={policy} file={chosen.policyFile} />
      </span>
    </>
  );
}

function PolicyFiles({
  chosen,
  suggested,
  onChoose,
}: Pick<PolicyBarProps, 'chosen' | 'suggested' | 'onChoose'>) {
  const texts = usePolicyTexts();
  const [refusal, setRefusal] = useState<PolicyRefused | null>(null);
  const open = async (file: File): Promise<void> => {
    try {
      setRefusal(null);
      const policy = readPolicyFile(await file.slice(0, MOST_BYTES).text());
      onChoose({ policy, ledgerFrom: 'policy', endpointsFrom: 'user', policyFile: file.name });
    } catch (error) {
      if (!(error instanceof PolicyRefused)) throw error;
      setRefusal(error);
    }
  };
  return (
    <>
      <div className="row">
        <FileButton
          label={texts.load}
          accept=".json,application/json"
          variant="default"
          size="compact-sm"
          onFiles={([file]) => void open(file)}
        />
        {chosen !== null && (
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => saveFile('policy.json', 'application/json', formatJson(chosen.policy))}
          >
            {texts.save}
          </Button>
        )}
        {(suggested !== null || chosen !== null) && (
          <Button variant="subtle" size="compact-sm" onClick={() => onChoose(null)}>
            {suggested === null ? texts.remove : texts.reset}
          </Button>
        )}
      </div>
      {refusal !== null && (
        <Alert color="red" variant="light" title={texts.invalid} role="alert">
          {explain(refusal, texts)}
        </Alert>
      )}
    </>
  );
}

/** No policy is larger. */
const MOST_BYTES = 1 << 20;
