import type { Hex } from '../../../core/encoding/hex.ts';
import type { SheetLine } from '../../../jobs/survey/panorama-sheet.ts';
import { useFormat } from '../../language/format.ts';
import { showOutside } from '../../language/outside-text.ts';
import { FigureLink } from './figure-link.tsx';
import { isMaking, useLineName } from './line-name.ts';
import { usePanoramaTexts } from './panorama-texts.ts';
import classes from './panorama.module.css';

/** What sources state about themselves, and can differ in. */
const MEMBERS = ['methods', 'gases', 'gwpSet', 'boundary'] as const;

/** Lines that several sources say differently: side by side with what they state about themselves, and no winner. */
export function RivalsSection({ id, lines }: { readonly id: Hex; readonly lines: readonly SheetLine[] }) {
  const groups = [...Map.groupBy(lines, ({ account, line }) => `${account}/${line}`).values()];
  return groups.flatMap((rivals) => {
    const years = sharedYears(rivals);
    if (rivals.length < 2 || years.length === 0) return [];
    return [
      <Rivals key={`${rivals[0]!.account}/${rivals[0]!.line}`} id={id} rivals={rivals} years={years} />,
    ];
  });
}

/** Returns the years for which two sources or more have a figure. */
function sharedYears(rivals: readonly SheetLine[]): string[] {
  const all = rivals.flatMap(({ years }) => years.map(({ year }) => year));
  return [...new Set(all.filter((year, index) => all.indexOf(year) < index))].sort();
}

interface RivalsProps {
  readonly id: Hex;
  readonly rivals: readonly SheetLine[];
  readonly years: readonly string[];
}

function Rivals({ id, rivals, years }: RivalsProps) {
  const texts = usePanoramaTexts();
  const nameLine = useLineName();
  const [first] = rivals;
  const account = isMaking(first!) ? texts.making : texts.accounts[first!.account];
  const title = texts.rivals(account, nameLine(first!.line));
  return (
    <section className="card stack" aria-label={title}>
      <div>
        <h3>{title}</h3>
        <p>{texts.rivalsLead}</p>
      </div>
      <div className={classes['scroll']}>
        <table className="lined">
          <thead>
            <tr>
              <th scope="col">{texts.source}</th>
              {rivals.map(({ by }) => (
                <th scope="col" key={by}>
                  {showOutside(by)}
                </th>
              ))}
              <th scope="col">{texts.differs}</th>
            </tr>
          </thead>
          <tbody>
            {years.map((year) => (
              <YearRow key={year} id={id} rivals={rivals} year={year} />
            ))}
            {MEMBERS.map((member) => (
              <MemberRow key={member} rivals={rivals} member={member} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** What the sources say of one year. */
function YearRow({ id, rivals, year }: Omit<RivalsProps, 'years'> & { readonly year: string }) {
  const texts = usePanoramaTexts();
  const format = useFormat();
  return (
    <tr>
      <th scope="row">{year}</th>
      {rivals.map(({ by, years, unit }) => {
        const found = years.find((each) => each.year === year);
        return (
          <td key={by}>
            {found === undefined ? texts.missing : <FigureLink id={id} figure={found} />}{' '}
            {found !== undefined && format.unit(unit)}
          </td>
        );
      })}
      <td>{texts.yes}</td>
    </tr>
  );
}

interface MemberProps {
  readonly rivals: readonly SheetLine[];
  readonly member: (typeof MEMBERS)[number];
}

/** What the sources state about themselves in one matter, and whether they differ in it. */
function MemberRow({ rivals, member }: MemberProps) {
  const texts = usePanoramaTexts();
  const said = rivals.map((line) => {
    const stated = line[member];
    const text = typeof stated === 'string' ? stated : (stated ?? []).join(', ');
    return member === 'boundary' && Object.hasOwn(texts.boundaries, text)
      ? texts.boundaries[text as keyof typeof texts.boundaries]
      : showOutside(text);
  });
  return (
    <tr>
      <th scope="row">{texts.members[member]}</th>
      {said.map((text, index) => (
        <td key={rivals[index]!.by} className={classes['words']}>
          {text === '' ? texts.notStated : text}
        </td>
      ))}
      <td>{said.includes('') ? texts.unknown : new Set(said).size > 1 ? texts.yes : texts.no}</td>
    </tr>
  );
}
