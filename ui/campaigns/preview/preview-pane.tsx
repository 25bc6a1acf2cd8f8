import type { PageProps } from '../../shell/page.js';
import { PreviewView } from './preview-view.js';
import { usePreview } from './use-preview.js';
import type { PreviewBody } from './use-preview.js';

export interface PreviewPaneProps extends PageProps {
  source: PreviewBody;
  /** Another text when what is saved has changed. */
  version: string;
  /** The id of the contact as whom it is read; null for an example. */
  contact: string | null;
  onContact(id: string | null): void;
}

/** The mail of a saved campaign as any contact would get it. */
export function PreviewPane({ source, version, contact, onContact, ...page }: PreviewPaneProps) {
  const body = { ...source, ...(contact === null ? {} : { contact_id: contact }) };
  const state = usePreview(page.control, body, version);
  return <PreviewView {...page} state={state} onContact={onContact} />;
}
