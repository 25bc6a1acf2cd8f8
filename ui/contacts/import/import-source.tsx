import { useState } from 'preact/hooks';
import { Icon } from '../../shell/late-icons.js';
import { readText } from './read-file.js';
import type { Import } from './use-import.js';

const example =
  'email,name,company,phone,tags\nada@example.com,Ada Lovelace,Engines Ltd.,+1-555-0100,vip;news';

/** Where the CSV comes from: a file that is chosen or dropped, or a text. */
export function ImportSource({ importing }: { importing: Import }) {
  const { source, take } = importing;
  const [isOver, setOver] = useState(false);
  const read = (file: File | undefined) => {
    if (file) void readText(file).then(take);
  };
  return (
    <>
      <label
        class={isOver ? 'contacts-drop over' : 'contacts-drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          read(event.dataTransfer?.files[0]);
        }}
      >
        <Icon name="clip" />
        <span>
          {source && source.name !== '' ? <bdi>{source.name}</bdi> : 'Choose a file, or drop one here'}
        </span>
        <input
          type="file"
          class="hidden"
          accept=".csv,.tsv,.txt,text/csv"
          aria-label="CSV file"
          onChange={({ currentTarget }) => read(currentTarget.files?.[0])}
        />
      </label>
      {source !== null && source.note !== null && (
        <p class="notice state-deferred">
          <Icon name="warning" /> <span>{source.note}</span>
        </p>
      )}
      {(source === null || source.name === '') && (
        <label class="contacts-label">
          Or paste it
          <textarea
            class="contacts-paste"
            rows={6}
            spellcheck={false}
            placeholder={example}
            value={source?.text ?? ''}
            onInput={({ currentTarget }) => take({ name: '', text: currentTarget.value, note: null })}
          />
        </label>
      )}
      <p class="muted">
        A heading line names the columns. Cells are separated by commas, semicolons or tabs; tags in one cell
        by semicolons. Columns of other names become custom fields. A file has at most about 15 MB.
      </p>
    </>
  );
}
