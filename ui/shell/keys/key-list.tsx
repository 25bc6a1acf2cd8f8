import type { KeyWords } from '../page.js';

/** Keys and what each does. */
export const KeyList = ({ keys, ...list }: { keys: KeyWords; class?: string }) => (
  <dl {...list}>
    {keys.map(([key, word]) => (
      <div key={key}>
        <dt>
          {key.split(' ').map((one) => (
            <kbd key={one}>{one}</kbd>
          ))}
        </dt>
        <dd>{word}</dd>
      </div>
    ))}
  </dl>
);
