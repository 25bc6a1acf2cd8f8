import { KeyList } from './key-list.js';
import type { KeyWords, Page } from '../page.js';
import { Sheet } from '../dialogs/sheet.js';
import '../styles/sheet.css';

export interface HelpSheetProps {
  pages: readonly Page[];
  singleKeys: boolean;
  setSingleKeys(on: boolean): void;
  onClose(): void;
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Keys, and the pages that have them: those of several stand there once. */
function groupsOf(pages: readonly Page[]): Map<KeyWords, string[]> {
  const groups = new Map<KeyWords, string[]>();
  for (const { label, keys } of pages) if (keys) groups.set(keys, [...(groups.get(keys) ?? []), label]);
  return groups;
}

/** All keys, and a switch for those that are a character alone. */
export function HelpSheet({ pages, singleKeys, setSingleKeys, onClose }: HelpSheetProps) {
  const everywhere: KeyWords = [
    [isApple ? '⌘ K' : 'Ctrl K', 'find a page, campaign, contact or action'],
    ...pages.flatMap(({ key, label }): KeyWords => (key ? [[`g ${key}`, label]] : [])),
    ['?', 'this help'],
    ['Esc', 'close, go back'],
  ];
  return (
    <Sheet label="Keys" class="help" onClose={onClose}>
      <div class="help-body">
        <h2>Keys</h2>
        <div class="help-groups">
          <KeyGroup title="Everywhere" keys={everywhere} />
          {[...groupsOf(pages)].map(([keys, labels]) => (
            <KeyGroup key={labels[0]} title={labels.join(', ')} keys={keys} />
          ))}
        </div>
        <div class="help-foot">
          <label>
            <input
              type="checkbox"
              checked={singleKeys}
              onChange={({ currentTarget }) => setSingleKeys(currentTarget.checked)}
            />{' '}
            Single keys are commands
          </label>
          <button type="button" class="button" onClick={onClose}>
            Close
          </button>
        </div>
      </div>
    </Sheet>
  );
}

const KeyGroup = ({ title, keys }: { title: string; keys: KeyWords }) => (
  <section>
    <h3>{title}</h3>
    <KeyList keys={keys} />
  </section>
);
