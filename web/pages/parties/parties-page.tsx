import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { OutsideText } from '../../components/outside-text.tsx';
import { Hash } from '../../components/hash.tsx';
import { type Column, ListTable } from '../../components/list/list-table.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Empty } from '../../components/states.tsx';
import { Tag } from '../../components/tag.tsx';
import { type ItemOf, listQuery } from '../../data/queries.ts';
import { usePartyTexts } from './party-texts.ts';

/** All registered parties. */
export function PartiesPage() {
  const texts = usePartyTexts();
  const list = listQuery('listParties', {});
  return (
    <>
      <PageHeading title={texts.parties} lead={texts.lead} serverWord="many" />
      <ListTable
        label={texts.parties}
        columns={useColumns()}
        query={useInfiniteQuery(list)}
        queryKey={list.queryKey}
        keyOf={({ party }) => party}
        empty={<Empty title={texts.none}>{texts.noneAdvice}</Empty>}
      />
    </>
  );
}

function useColumns(): Column<ItemOf<'listParties'>>[] {
  const texts = usePartyTexts();
  const { roles } = useRecordTexts();
  return [
    {
      header: texts.identifier,
      width: 'minmax(0, 3fr)',
      cell: ({ party, identifier, identifiers }) => (
        <>
          <Link to="/parties/$party" params={{ party }}>
            <OutsideText text={identifier} />
          </Link>
          {identifiers
            .filter((other) => other !== identifier)
            .map((other) => (
              <div key={other} className="quiet">
                <OutsideText text={other} />
              </div>
            ))}
        </>
      ),
    },
    {
      header: texts.roles,
      width: 'minmax(0, 2fr)',
      cell: ({ roles: open }) => (
        <span className="row">
          {open.length === 0 ? <span className="quiet">{texts.noRole}</span> : null}
          {open.map((role) => (
            <Tag key={role}>{roles[role]}</Tag>
          ))}
        </span>
      ),
    },
    { header: texts.id, width: '15rem', cell: ({ party }) => <Hash value={party} /> },
  ];
}
