import { useCallback } from 'react';
import { LEFT_OUT, SAME_AS } from '../../../../jobs/import/left-out-rows.ts';
import { useDetailNames } from '../../../language/detail-texts.ts';
import { wordOf } from '../../../language/word-of.ts';
import { useImportTexts } from './import-texts.ts';
import { useReadingTexts } from './reading-texts.ts';

/** Returns a function that names a member for people, with the name that the protocol gives it. */
export function useMemberName(): (member: string) => string {
  const { members } = useImportTexts();
  const details = useDetailNames();
  const { leftOutName, sameAsName } = useReadingTexts();
  return useCallback(
    (member) => {
      if (member === LEFT_OUT) return leftOutName;
      if (member === SAME_AS) return sameAsName;
      const bare = member.replace('detail.', '');
      const name = Object.hasOwn(members, member) ? wordOf(members, member) : wordOf(details, bare);
      return name === bare ? bare : `${name} (${bare})`;
    },
    [members, details, leftOutName, sameAsName],
  );
}

/** Returns what a column or a name can state, as a choice: what tables often have first. */
export function useMemberChoices(): (members: readonly string[]) => MemberChoices[] {
  const { members: often, oftenUsed, others } = useImportTexts();
  const nameOf = useMemberName();
  return useCallback(
    (members) => {
      const groups = Object.groupBy(members, (member) => (Object.hasOwn(often, member) ? 'often' : 'others'));
      const itemsOf = (group: readonly string[]): MemberChoices['items'] =>
        group.map((value) => ({ value, label: nameOf(value) }));
      return [
        {
          group: oftenUsed,
          items: itemsOf(Object.keys(often).filter((member) => groups.often?.includes(member))),
        },
        { group: others, items: itemsOf(groups.others ?? []) },
      ];
    },
    [often, oftenUsed, others, nameOf],
  );
}

interface MemberChoices {
  readonly group: string;
  readonly items: { readonly value: string; readonly label: string }[];
}
