import { useCallback, useState } from 'preact/hooks';
import type { Campaign } from '../../../src/contract/campaign.js';
import type { Issue } from '../../../src/contract/errors.js';
import { CallError, reasonOf } from '../../shell/control.js';
import type { PageProps } from '../../shell/page.js';
import { closed } from '../route.js';
import type { Campaigns } from '../use-campaigns.js';
import { inputOf } from './form-values.js';
import type { FormValues } from './form-values.js';

export interface FormOptions extends Pick<PageProps, 'control' | 'show'> {
  campaigns: Campaigns;
  /** The campaign that is edited; null for a new one. */
  id: string | null;
  initial: FormValues;
}

/** The values of the form, and saving them; what the API finds wrong stays until a value is changed. */
export function useCampaignForm({ control, show, campaigns, id, initial }: FormOptions) {
  const [values, setValues] = useState(initial);
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const [isBusy, setBusy] = useState(false);
  const change = useCallback((patch: Partial<FormValues>) => {
    setValues((held) => ({ ...held, ...patch }));
    setIssues([]);
  }, []);

  async function save(andSend: boolean): Promise<void> {
    setBusy(true);
    try {
      const saved = await (id === null
        ? control.change<Campaign>('POST', '/campaigns', inputOf(values))
        : control.change<Campaign>('PUT', `/campaigns/${id}`, inputOf(values)));
      campaigns.navigate({ ...closed, id: saved.id }, 'replace');
      if (andSend) await control.change('POST', `/campaigns/${saved.id}/send`);
      show(andSend ? 'The campaign is sending' : wordsOf(saved));
    } catch (error) {
      if (error instanceof CallError && error.issues.length > 0) setIssues(error.issues);
      show(reasonOf(error), 'bad');
    } finally {
      setBusy(false);
    }
  }
  return { values, issues, isBusy, change, save };
}
export type CampaignForm = ReturnType<typeof useCampaignForm>;

const wordsOf = ({ status }: Campaign): string =>
  status === 'scheduled' ? 'The campaign is scheduled' : 'The draft is saved';
