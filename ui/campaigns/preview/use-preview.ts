import { useEffect, useState } from 'preact/hooks';
import type { CampaignPreview } from '../../../src/contract/campaign-preview.js';
import type { Issue } from '../../../src/contract/errors.js';
import { CallError, reasonOf } from '../../shell/workspace/control.js';
import type { Control } from '../../shell/workspace/control.js';

/** Typing pauses for so long before the mail is composed anew. */
const settleMs = 300;

/** What is to be composed, as the control API takes it. */
export interface PreviewBody {
  campaign_id?: string;
  campaign?: object;
  contact_id?: string;
}

export interface PreviewState {
  /** The last one that came, which may be of what stood there before. */
  preview: CampaignPreview | null;
  /** Why there is none of what stands there now; null where there is. */
  failure: { reason: string; issues: readonly Issue[] } | null;
}

/** The mail of a campaign as a contact would get it, composed anew when `body` or `version` is another. */
export function usePreview(control: Control, body: PreviewBody, version: string): PreviewState {
  const [state, setState] = useState<PreviewState>({ preview: null, failure: null });
  const asked = JSON.stringify(body);
  useEffect(() => {
    let isGone = false;
    const load = () =>
      control.judge<CampaignPreview>('/campaigns/preview', JSON.parse(asked) as object).then(
        (preview) => isGone || setState({ preview, failure: null }),
        (error: unknown) => {
          const issues = error instanceof CallError ? error.issues : [];
          if (!isGone) setState((held) => ({ ...held, failure: { reason: reasonOf(error), issues } }));
        },
      );
    const timer = window.setTimeout(() => void load(), state.preview ? settleMs : 0);
    return () => {
      isGone = true;
      window.clearTimeout(timer);
    };
  }, [control, asked, version]);
  return state;
}
