import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { searchQuery } from '../../data/queries.ts';
import { type Hit, hitsOf, keyOfHit, onlyHit } from '../../data/search-hit.ts';
import { Form } from '../form.tsx';
import { HitText, openHit } from './search-hit.tsx';
import { useSearchTexts } from './search-texts.ts';
import classes from './search-box.module.css';

/** Milliseconds without a key before suggestions are asked for. */
const PAUSE_MS = 200;
/** Suggestions that are shown. */
const MOST = 8;
/** What no name has gives no suggestions. */
const SEARCHABLE = /^[\x20-\x7e]{2,128}$/;

interface SearchBoxProps {
  /** What the box holds at first. */
  readonly initial?: string;
  /** A large one is the first thing on its page. */
  readonly isLarge?: boolean;
}

/**
 * A box that searches parties, streams, records and batches, with suggestions: arrow keys choose one, Enter opens it. What only one thing
 * is called opens at once; else the page of results does. The key `/` leads to it, so a page has one box.
 */
export function SearchBox({ initial = '', isLarge = false }: SearchBoxProps) {
  const texts = useSearchTexts();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => input.current?.focus()]]);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [text, setText] = useState(initial);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [asked] = useDebouncedValue(text.trim(), PAUSE_MS);
  const { data } = useQuery({
    ...searchQuery(asked),
    enabled: isOpen && SEARCHABLE.test(asked),
    retry: false,
  });
  const hits = isOpen && data !== undefined && asked === text.trim() ? hitsOf(data).slice(0, MOST) : [];
  const close = (): void => {
    setOpen(false);
    setActive(-1);
  };
  const open = (hit: Hit): void => {
    close();
    setText('');
    void navigate(openHit(hit));
  };
  const submit = async (): Promise<void> => {
    const q = text.trim();
    if (hits[active] !== undefined) return open(hits[active]);
    if (q === '') return;
    close();
    const result = await client.query({ ...searchQuery(q), retry: false }).catch(() => null);
    const only = result === null ? null : onlyHit(result);
    if (only !== null) return open(only);
    await navigate({ to: '/search', search: { q } });
  };
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      close();
    }
    if (step === undefined || hits.length === 0) return;
    event.preventDefault();
    setActive(moveActive(active, step, hits.length));
  };
  return (
    <Form
      role="search"
      className={classes['box']}
      data-large={isLarge}
      onSubmit={submit}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) close();
      }}
    >
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={texts.search}
        aria-expanded={hits.length > 0}
        aria-controls={`${id}hits`}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 && hits.length > active ? `${id}${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={texts.hint}
        maxLength={256}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setOpen(true);
          setActive(-1);
        }}
        onKeyDown={move}
        className={classes['input']}
      />
      <ul
        id={`${id}hits`}
        role="listbox"
        aria-label={texts.suggestions}
        className={classes['hits']}
        hidden={hits.length === 0}
      >
        {hits.map((hit, index) => (
          // The input keeps the focus and its keys choose; this is for the pointer.
          <li
            key={`${hit.by} ${keyOfHit(hit)}`}
            id={`${id}${index}`}
            role="option"
            aria-selected={index === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => open(hit)}
          >
            <HitText hit={hit} />
          </li>
        ))}
      </ul>
    </Form>
  );
}

/** The next active suggestion, from −1, the text itself, to the last one and around. */
function moveActive(active: number, step: number, count: number): number {
  return ((active + 1 + step + count + 1) % (count + 1)) - 1;
}
