import { useState } from 'preact/hooks';
import type { CampaignPreview } from '../../../src/contract/campaign-preview.js';
import { Icon } from '../../shell/late-icons.js';
import type { PageProps } from '../../shell/page.js';
import { previewWords } from '../../words/preview-words.js';
import { MailFrame } from '../../shell/mail-frame.js';
import { sizeWords } from '../../words/size-words.js';
import { ContactPicker } from './contact-picker.js';
import type { PreviewState } from './use-preview.js';

export interface PreviewViewProps extends PageProps {
  state: PreviewState;
  onContact(id: string | null): void;
}

type Part = 'html' | 'text';
const parts: readonly { part: Part; word: string }[] = [
  { part: 'html', word: 'HTML' },
  { part: 'text', word: 'Text' },
];

/** A composed mail: whom it is for, its subject, its html in a frame or its text, and what is wrong or missing. */
export function PreviewView({ state: { preview, failure }, onContact, ...page }: PreviewViewProps) {
  const [chosen, setPart] = useState<Part>('html');
  const [isNarrow, setNarrow] = useState(false);
  const mail = preview?.mail ?? null;
  const hasHtml = mail === null || mail.html !== null;
  const part = hasHtml ? chosen : 'text';
  return (
    <section class="cmp-preview" aria-label="Preview" aria-busy={preview === null && failure === null}>
      <div class="cmp-preview-tools">
        <ContactPicker control={page.control} contact={preview?.contact ?? null} onContact={onContact} />
        <div class="segments" role="group" aria-label="Part of the mail">
          {parts.map(({ part: each, word }) => (
            <button
              key={each}
              type="button"
              disabled={each === 'html' && !hasHtml}
              title={each === 'html' && !hasHtml ? 'This mail has no HTML part' : undefined}
              aria-pressed={part === each}
              onClick={() => setPart(each)}
            >
              {word}
            </button>
          ))}
        </div>
        <button
          type="button"
          class="button quiet square cmp-phone"
          aria-pressed={isNarrow}
          aria-label="As wide as a phone"
          title="As wide as a phone"
          onClick={() => setNarrow(!isNarrow)}
        >
          <Icon name="phone" />
        </button>
      </div>
      {failure && (
        <p class="notice state-bounced" role="alert">
          <Icon name="warning" />
          <span>
            {failure.issues[0] && <code>{failure.issues[0].field}</code>} <bdi>{failure.reason}</bdi>
          </span>
        </p>
      )}
      {preview && <Remarks preview={preview} />}
      {mail && (
        <>
          <p class="cmp-preview-subject">
            <b dir="auto">{mail.subject || '(no subject)'}</b>
            <span class="muted">
              <bdi>{previewWords(mail.preview)}</bdi>
            </span>
          </p>
          <p class="facts">
            <span>Mail {sizeWords(mail.sizes.mail)}</span>
            {mail.html !== null && <span>HTML {sizeWords(mail.sizes.html)}</span>}
            <span>Text {sizeWords(mail.sizes.text)}</span>
          </p>
        </>
      )}
      {preview && mail && part === 'html' && mail.html !== null && (
        <div class={`cmp-canvas${isNarrow ? ' narrow' : ''}`}>
          <MailFrame
            title="Preview as HTML"
            src={page.control.address(`/campaigns/previews/${preview.id}/html`, { quiet: '1' })}
            onStray={() => page.show('Links are not followed in a preview')}
          />
        </div>
      )}
      {mail && part === 'text' && (
        <pre class={`cmp-text${isNarrow ? ' narrow' : ''}`} tabIndex={0} dir="auto">
          {mail.text}
        </pre>
      )}
    </section>
  );
}

/** Faults of the templates, and values that this contact lacks. */
const Remarks = ({ preview: { faults, mail } }: { preview: CampaignPreview }) => (
  <>
    {faults.map(({ field, issue }) => (
      <p class="notice state-bounced" key={field}>
        <Icon name="warning" />
        <span>
          <code>{field}</code> <bdi>{issue}</bdi>
        </span>
      </p>
    ))}
    {mail && mail.missing.length > 0 && (
      <p class="notice state-deferred">
        <Icon name="warning" />
        <span>
          This contact has no value for{' '}
          {mail.missing.map((name, index) => (
            <>
              {index > 0 && ', '}
              <code key={name}>{`{{${name}}}`}</code>
            </>
          ))}
        </span>
      </p>
    )}
  </>
);
