import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Campaign } from '../../../src/contract/campaign.js';
import type { Issue } from '../../../src/contract/errors.js';
import { CallError, reasonOf } from '../../shell/workspace/control.js';
import type { PageProps } from '../../shell/page.js';
import { closed } from '../route.js';
import type { Campaigns } from '../use-campaigns.js';
import { inputOf } from './form-values.js';
import type { FormValues } from './form-values.js';
import { countPlaces, placeOf, sentenceOf, unplaced } from './issues.js';
import type { FieldPlace } from './issues.js';

export interface FormOptions extends Pick<PageProps, 'control' | 'show'> {
  campaigns: Campaigns;
  /** The campaign that is edited; null for a new one. */
  id: string | null;
  initial: FormValues;
}

/** Finds what is wrong with the form as a preview sees it; never rejects. */
type Judge = () => Promise<readonly Issue[]>;

/** Where each field stands by its name in the API. */
const placeOfField: Record<keyof FormValues, FieldPlace> = {
  name: 'name',
  subject: 'subject',
  from_name: 'from_name',
  from_email: 'from_email',
  reply_to: 'reply_to',
  html: 'content.html',
  text: 'content.text',
  type: 'recipients',
  tags: 'recipients',
  exclude_tags: 'recipients.exclude_tags',
  track_opens: 'settings',
  track_clicks: 'settings',
  google_analytics: 'settings',
  send_time: 'send_time',
};

/** The values of the form, and saving them; what the API finds wrong at a field stays until that is changed. */
export function useCampaignForm({ control, show, campaigns, id, initial }: FormOptions) {
  const [values, setValues] = useState(initial);
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const [refusals, setRefusals] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const change = useCallback((patch: Partial<FormValues>) => {
    setValues((held) => ({ ...held, ...patch }));
    const changed = (Object.keys(patch) as (keyof FormValues)[]).map((field) => placeOfField[field]);
    setIssues((held) => held.filter(({ field }) => !changed.some((place) => place === placeOf(field))));
  }, []);
  // The first field that is to be mended, once its mark is drawn.
  useEffect(() => {
    if (refusals > 0) document.querySelector<HTMLElement>('.cmp-fields [aria-invalid="true"]')?.focus();
  }, [refusals]);

  const write = () =>
    id === null
      ? control.change<Campaign>('POST', '/campaigns', inputOf(values))
      : control.change<Campaign>('PUT', `/campaigns/${id}`, inputOf(values));
  async function refuse(error: unknown, judge: Judge) {
    const found = error instanceof CallError ? error.issues : [];
    setIssues(found);
    setRefusals((count) => count + 1);
    // What is marked now: that of the preview may be of what stood there before.
    show(refusedWords(error, found, await judge()), 'bad');
    setBusy(false);
  }
  async function leave(saved: Campaign, andSend: boolean) {
    campaigns.navigate({ ...closed, id: saved.id }, 'replace');
    if (andSend) await control.change('POST', `/campaigns/${saved.id}/send`);
    show(andSend ? 'Sending has begun' : wordsOf(saved));
  }
  /** Saves what the form says; `judge` finds what the preview marks beside what the API finds. */
  function save(andSend: boolean, judge: Judge) {
    setBusy(true);
    setIssues([]);
    write().then(
      (saved) =>
        leave(saved, andSend).catch((error: unknown) => show(`Saved, not sent: ${reasonOf(error)}`, 'bad')),
      (error: unknown) => refuse(error, judge),
    );
  }
  return { values, issues, isBusy, change, save };
}
export type CampaignForm = ReturnType<typeof useCampaignForm>;

/** What was found without a place in the form is told as it is: nothing can be mended there. */
function refusedWords(error: unknown, found: readonly Issue[], marked: readonly Issue[]): string {
  const [other] = unplaced(found);
  if (other) return `Not saved: ${sentenceOf(other)}`;
  if (found.length === 0) return reasonOf(error);
  const count = countPlaces([...found, ...marked]);
  return count === 1 ? 'Not saved: one field is to be mended' : `Not saved: ${count} fields are to be mended`;
}

const wordsOf = ({ status }: Campaign): string =>
  status === 'scheduled' ? 'The campaign is scheduled' : 'The draft is saved';
