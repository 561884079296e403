import type { Policy } from '../../../core/verify/policy.ts';
import { Tag } from '../../components/tag.tsx';
import { useFormat } from '../../language/format.ts';
import { showOutside } from '../../language/outside-text.ts';
import { type Loosened, listLoosened } from '../../../jobs/verify/loosened.ts';
import { useLoosenedTexts } from './loosened-texts.ts';
import { useRuleNames } from './rule-names.ts';
import classes from './policy.module.css';

/** The most characters of the name of a file. */
const MOST_OF_NAME = 80;

/** The rules of a policy besides those that always hold; those that are weaker than the default ones are marked. */
export function PolicyRules({ policy, file }: { policy: Policy; file: string | null }) {
  const texts = useLoosenedTexts();
  const rules = useRuleNames()(policy);
  return (
    <span>
      {texts.rules} {file !== null && `${texts.fromFile(showOutside(file, MOST_OF_NAME))} · `}
      {rules.length === 0 && listLoosened(policy).length === 0 ? texts.default : rules.join(' · ')}{' '}
      <LoosenedRules policy={policy} />
    </span>
  );
}

/** The rules of a policy that are weaker than the default ones; nothing where none is. */
export function LoosenedRules({ policy }: { policy: Policy }) {
  const texts = useLoosenedTexts();
  const name = useLoosenedName();
  const loosened = listLoosened(policy);
  if (loosened.length === 0) return null;
  return (
    <span className={classes['loosened']}>
      {texts.weaker}{' '}
      {loosened.map((each) => (
        <span key={each.rule}>
          <Tag tone="unsure">{name(each)}</Tag>{' '}
        </span>
      ))}
    </span>
  );
}

function useLoosenedName(): (loosened: Loosened) => string {
  const texts = useLoosenedTexts();
  const format = useFormat();
  return (loosened) =>
    loosened.rule === 'age' ? texts.age(format.duration(loosened.maxAge)) : texts.loosened[loosened.rule];
}
