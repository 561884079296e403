import { Button } from '@mantine/core';
import type { Hex } from '../../../core/encoding/hex.ts';
import { FileButton } from '../../components/file-button.tsx';
import { Hash } from '../../components/hash.tsx';
import { Notice } from '../../components/notice.tsx';
import { showOutside } from '../../language/outside-text.ts';
import type { ChosenPolicy } from '../policy/chosen-policy.ts';
import type { KnownEngine } from '../policy/policy-form.tsx';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import type { GivenEngine } from '../work/messages.ts';
import { listNamedEngines } from '../../../jobs/engines/named-engines.ts';
import { listEngineNeeds } from '../../../jobs/engines/engine-needs.ts';
import { useEngineTexts } from './engine-texts.ts';
import classes from './verifier.module.css';

/** The most characters of the name of a file. */
const MOST_OF_NAME = 80;

interface EngineNoticeProps {
  /** The verification of the open proof file. */
  readonly outcome: ProofVerification;
  /** The engines of the page, and those that the user gave. */
  readonly engines: readonly KnownEngine[];
  readonly given: readonly GivenEngine[];
  readonly chosen: ChosenPolicy | null;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onChoose: (chosen: ChosenPolicy) => void;
}

/** Says which engine an open proof file needs and how to give and accept it, and which engine was given in vain. */
export function EngineNotice({ outcome, engines, given, chosen, onFiles, onChoose }: EngineNoticeProps) {
  const texts = useEngineTexts();
  if (outcome.bundle === null) return null;
  const named = listNamedEngines(outcome.bundle);
  const own = engines.map(({ digest }) => digest);
  const accepted = chosen?.policy.engines ?? own;
  const here = { own, given: given.map(({ digest }) => digest), accepted };
  return (
    <>
      {given
        .filter(({ digest }) => !named.has(digest))
        .map(({ digest, file }) => (
          <Vain key={digest} name={file.name} digest={digest} named={named} />
        ))}
      {listEngineNeeds(named, here, outcome.checks).map(({ digest, isMissing, isRefused }) => (
        <Notice key={digest} tone="unsure" isLive title={texts.title}>
          <Hash value={digest} isWhole />
          {isMissing && (
            <div className={classes['need']}>
              <p>{texts.missing}</p>
              <FileButton
                label={texts.choose}
                accept=".mjs,.js"
                variant="default"
                size="compact-sm"
                onFiles={onFiles}
              />
            </div>
          )}
          {isRefused && chosen === null && <p>{texts.noPolicy}</p>}
          {isRefused && chosen !== null && (
            <div className={classes['need']}>
              <p>{texts.refused}</p>
              <Button variant="default" size="compact-sm" onClick={() => onChoose(accept(digest, chosen))}>
                {texts.accept}
              </Button>
            </div>
          )}
        </Notice>
      ))}
    </>
  );
}

/** Returns a policy that accepts one more engine: its rules are then the user’s, and no file’s. */
function accept(digest: Hex, { policy, ...words }: ChosenPolicy): ChosenPolicy {
  return { ...words, policyFile: null, policy: { ...policy, engines: [...policy.engines, digest] } };
}

/** An engine that no run in the open proof file names. */
function Vain({ name, digest, named }: { name: string; digest: Hex; named: ReadonlySet<Hex> }) {
  const texts = useEngineTexts();
  return (
    <Notice tone="bad" role="alert" title={texts.vain(showOutside(name, MOST_OF_NAME))}>
      <p>
        {texts.has} <Hash value={digest} isWhole />
      </p>
      <p>
        {named.size === 0 ? texts.namesNone : texts.named}{' '}
        {[...named].map((needed) => (
          <Hash key={needed} value={needed} isWhole />
        ))}
      </p>
    </Notice>
  );
}
