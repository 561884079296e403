import { Button } from '@mantine/core';
import type { Hex } from '../../../core/encoding/hex.ts';
import { FileButton } from '../../components/file-button.tsx';
import { Hash } from '../../components/hash.tsx';
import { Notice } from '../../components/notice.tsx';
import { showOutside } from '../../language/outside-text.ts';
import type { GivenEngine } from '../work/messages.ts';
import type { EngineNeed } from './engine-needs.ts';
import { useEngineTexts } from './engine-texts.ts';
import classes from './verifier.module.css';

/** The most characters of the name of a file. */
const MOST_OF_NAME = 80;

interface EngineNoticeProps {
  /** The engines that the open proof file names. */
  readonly named: ReadonlySet<Hex>;
  readonly needs: readonly EngineNeed[];
  readonly given: readonly GivenEngine[];
  readonly onFiles: (files: readonly File[]) => void;
  /** Adds an engine to the policy; null where the user has no policy. */
  readonly onAccept: ((digest: Hex) => void) | null;
}

/** Says which engine an open proof file needs and how to give it, and which engine was dropped in vain. */
export function EngineNotice({ named, needs, given, onFiles, onAccept }: EngineNoticeProps) {
  const texts = useEngineTexts();
  const vain = given.filter(({ digest }) => !named.has(digest));
  return (
    <>
      {vain.map(({ digest, file }) => (
        <Notice key={digest} tone="bad" role="alert" title={texts.vain(showOutside(file.name, MOST_OF_NAME))}>
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
      ))}
      {needs.map((need) => (
        <Notice key={need.digest} tone="unsure" isLive title={texts.title}>
          <Hash value={need.digest} isWhole />
          {need.isMissing && (
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
          {need.isRefused && (
            <div className={classes['need']}>
              <p>{onAccept === null ? texts.noPolicy : texts.refused}</p>
              {onAccept !== null && (
                <Button variant="default" size="compact-sm" onClick={() => onAccept(need.digest)}>
                  {texts.accept}
                </Button>
              )}
            </div>
          )}
        </Notice>
      ))}
    </>
  );
}
