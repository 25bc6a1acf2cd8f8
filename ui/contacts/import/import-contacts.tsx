import { ActButton } from '../../shell/act-button.js';
import { Icon } from '../../shell/late-icons.js';
import type { PageProps } from '../../shell/page.js';
import { SplitDetail } from '../../shell/panes/split-detail.js';
import { ColumnMap } from './column-map.js';
import { ImportChoices } from './import-choices.js';
import { ImportFaults } from './import-faults.js';
import { ImportSource } from './import-source.js';
import { useImport } from './use-import.js';

export interface ImportContactsProps extends PageProps {
  onSample(): void;
  onClose(): void;
}

const counted = (count: number, word: string): string =>
  `${count.toLocaleString()} ${count === 1 ? word : `${word}s`}`;

/** A CSV file becomes contacts, after its columns and faults were looked at. */
export function ImportContacts({ control, feed, show, onSample, onClose }: ImportContactsProps) {
  const importing = useImport(control, feed);
  const { preview, issue, isBusy, source, options } = importing;
  const toDo = preview ? preview.created + preview.updated : 0;
  const isRefused = preview !== null && preview.faulty > 0 && options.faulty === 'refuse';
  const submit = async () => {
    const done = await importing.run();
    if (!done) return;
    onClose();
    show(
      `${counted(done.created, 'contact')} imported${done.updated > 0 ? `, ${done.updated.toLocaleString()} updated` : ''}`,
    );
  };
  return (
    <SplitDetail page="Contacts" label="Import contacts" class="contacts-detail">
      <div class="toolbar">
        <button type="button" class="button quiet" onClick={onClose}>
          <Icon name="close" size={14} /> Close
        </button>
      </div>
      <form
        class="detail-body contacts-import"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h2>Import contacts from CSV</h2>
        <ImportSource importing={importing} />
        {source === null && (
          <p class="contacts-actions">
            <span class="muted">No file at hand?</span>
            <button type="button" class="button small" onClick={onSample}>
              Make 100 sample contacts
            </button>
          </p>
        )}
        {issue !== null && (
          <p class="notice state-bounced" role="alert">
            <Icon name="warning" /> <bdi>{issue}</bdi>
          </p>
        )}
        {source && preview && preview.columns.length > 0 && (
          <>
            <p class="facts" role="status">
              <span>{counted(preview.lines, 'line')}</span>
              <span>{preview.created.toLocaleString()} new</span>
              {preview.updated > 0 && <span>{preview.updated.toLocaleString()} to update</span>}
              {preview.unchanged > 0 && <span>{preview.unchanged.toLocaleString()} unchanged</span>}
              {preview.faulty > 0 && <span class="bad">{preview.faulty.toLocaleString()} faulty</span>}
            </p>
            <ColumnMap
              columns={preview.columns}
              onChange={(columns) => importing.change({ columns: [...columns] })}
            />
            <ImportFaults preview={preview} />
            <ImportChoices importing={importing} hasFaults={preview.faulty > 0} />
            <p class="contacts-actions">
              <ActButton
                type="submit"
                class="button contacts-submit"
                isOff={isBusy || toDo === 0 || isRefused}
                title={isRefused ? 'There are faulty lines: mend them, or leave them out' : undefined}
              >
                {toDo === 0 ? 'Nothing to import' : `Import ${counted(toDo, 'contact')}`}
              </ActButton>
            </p>
          </>
        )}
      </form>
    </SplitDetail>
  );
}
