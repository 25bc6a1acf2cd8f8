import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { HeldClock } from '../../words/time-words.js';
import type { Go } from '../address/address.js';
import type { Control } from '../workspace/control.js';
import { Icon } from '../late-icons.js';
import type { Info } from '../workspace/info.js';
import type { Page } from '../page.js';
import { Sheet } from '../dialogs/sheet.js';
import { focusOpened } from '../panes/focus-opened.js';
import type { Theme } from '../use-theme.js';
import { actionItems, pageItems } from './palette-items.js';
import type { PaletteItem } from './palette-items.js';
import { useDataSets, useFound } from './use-found.js';
import '../styles/sheet.css';

export interface PaletteProps {
  pages: readonly Page[];
  control: Control;
  info: Info | null;
  clock: HeldClock | null;
  workspace: string;
  go: Go;
  setTheme(theme: Theme): void;
  openWorkspace(id: string): void;
  openHelp(): void;
  /** Waits for a change, then says what was done, or why not. */
  act(work: Promise<unknown>, done: string): void;
  onClose(): void;
  /** What was typed before it was there. */
  typed: string;
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

const isMeant = ({ word, hint = '' }: PaletteItem, text: string): boolean =>
  wordsOf(text).every((part) => `${word} ${hint}`.toLowerCase().includes(part));

/** Goes to what is chosen, which has the focus then. */
const focused =
  (go: Go): Go =>
  (address, how) => {
    go(address, how);
    focusOpened();
  };

/** Pages, campaigns, contacts and actions by what is typed. */
export function Palette({ go, ...rest }: PaletteProps) {
  const props = { ...rest, go: focused(go) };
  const { onClose } = props;
  const [text, setText] = useState(props.typed);
  const [at, setAt] = useState(0);
  const found = useFound(props, text.trim());
  const sets = useDataSets(props);
  const fixed = [...pageItems(props), ...actionItems(props), ...sets];
  const items = useMemo(
    () => [...fixed.filter((item) => isMeant(item, text)), ...found],
    [text, found, sets, props.pages, props.clock?.frozen, props.info],
  );
  const cursor = Math.min(at, Math.max(0, items.length - 1));
  const choose = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const by = moves[event.key];
    if (by !== undefined) setAt((cursor + by + items.length) % Math.max(1, items.length));
    else if (event.key === 'Enter') choose(items[cursor]);
    else return;
    event.preventDefault();
  };
  return (
    <Sheet label="Find anything" class="palette" onClose={onClose}>
      <div class="palette-head">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label="Find a page, campaign, contact or action"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={items[cursor] ? `palette-${cursor}` : undefined}
          placeholder="Page, campaign, contact or action"
          autocomplete="off"
          spellcheck={false}
          autofocus
          dir="auto"
          value={text}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <PaletteList items={items} cursor={cursor} onChoose={choose} />
      {items.length === 0 && <p class="palette-none muted">Nothing is called that.</p>}
    </Sheet>
  );
}

interface PaletteListProps {
  items: readonly PaletteItem[];
  cursor: number;
  onChoose(item: PaletteItem): void;
}

function PaletteList({ items, cursor, onChoose }: PaletteListProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [cursor, items]);
  return (
    <ul id="palette-list" class="palette-list" role="listbox" aria-label="Found" ref={list}>
      {items.map((item, index) => (
        <li
          key={item.id}
          id={`palette-${index}`}
          role="option"
          aria-selected={index === cursor}
          onClick={() => onChoose(item)}
        >
          <Icon name={item.icon} />
          <bdi class="palette-word">{item.word}</bdi>
          {item.hint && <bdi class={item.isKeys ? 'muted palette-keys' : 'muted'}>{item.hint}</bdi>}
          {item.group !== items[index - 1]?.group && <span class="palette-group">{item.group}</span>}
        </li>
      ))}
    </ul>
  );
}
