import type { Link } from '../../../../src/contract/message.js';
import { CopyButton } from '../../../shell/copy-button.js';
import { Dialog } from '../../../shell/dialogs/dialog.js';
import type { Clip } from '../../../shell/use-copy.js';
import { hostOf } from '../../../words/link-words.js';
import '../../../shell/styles/confirm.css';

/** A link as the text has it, and what the mail knows of it. */
export interface OfferedLink {
  shown: string;
  link: Link;
}

export interface ConfirmLinkProps extends OfferedLink {
  clip: Clip;
  onClose(): void;
}

/** Where a link of a mail leads, before anything is opened. Escape and the backdrop say no. */
export const ConfirmLink = ({ shown, link, clip, onClose }: ConfirmLinkProps) => (
  <Dialog class="confirm confirm-link" aria-labelledby="link-title" onClose={onClose}>
    <div class="confirm-body">
      <h2 id="link-title">
        Open <bdi>{hostOf(link.url)}</bdi>?
      </h2>
      <p class="mono link-target" tabIndex={0}>
        <bdi>{link.url}</bdi>
      </p>
      {link.tracked_url === shown && (
        <p>The link is tracked: opening it counts as a click of the recipient.</p>
      )}
      <div class="confirm-actions">
        <CopyButton clip={clip} text={link.url} label="Copy the link" />
        <button type="button" class="button" autofocus onClick={onClose}>
          Cancel
        </button>
        <a
          class="button primary"
          href={shown}
          target="_blank"
          rel="noopener noreferrer"
          onClick={() => setTimeout(onClose)}
        >
          Open
        </a>
      </div>
    </div>
  </Dialog>
);
