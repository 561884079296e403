import { useEntryName } from '../../language/row-names.ts';
import { OutsideText } from '../outside-text.tsx';
import classes from '../small.module.css';

/** A figure or row by its name, with its key in small, which alone identifies it; by its key where that has no name. */
export function FigureName({
  figure: { key, detail },
}: {
  figure: { readonly key: string; readonly detail: unknown };
}) {
  const name = useEntryName()({ key, detail });
  if (name === null) return <OutsideText text={key} most={Infinity} />;
  return (
    <span className={classes['figure']}>
      <span>{name}</span>{' '}
      <code>
        <OutsideText text={key} most={Infinity} />
      </code>
    </span>
  );
}
