import { useEffect, useState } from 'preact/hooks';
import type { CampaignSummary } from '../../../src/contract/campaign-summary.js';
import type { Contact } from '../../../src/contract/contact.js';
import type { DataSetInfo } from '../../../src/contract/fixture.js';
import type { Control } from '../workspace/control.js';
import { openThing } from './palette-items.js';
import type { PaletteItem } from './palette-items.js';
import type { PaletteProps } from './palette.js';

const settleMs = 120;
const most = 6;

interface Found {
  campaigns: readonly CampaignSummary[];
  contacts: readonly Contact[];
}
const nothing: Found = { campaigns: [], contacts: [] };

async function find(control: Control, text: string, signal: AbortSignal): Promise<Found> {
  const query = new URLSearchParams({ search: text, limit: String(most) });
  const list = <T>(path: string) => control.data<T[]>(`${path}?${query}`, signal).catch(() => []);
  const [campaigns, contacts] = await Promise.all([
    list<CampaignSummary>('/campaigns/summaries'),
    list<Contact>('/contacts'),
  ]);
  return { campaigns, contacts };
}

/** Campaigns and contacts that match what was typed. */
export function useFound(props: PaletteProps, text: string): PaletteItem[] {
  const { control } = props;
  const [found, setFound] = useState(nothing);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const timer = window.setTimeout(() => {
      if (text.length < 2) return setFound(nothing);
      void find(control, text, signal).then((next) => signal.aborted || setFound(next));
    }, settleMs);
    return () => {
      controller.abort();
      window.clearTimeout(timer);
    };
  }, [control, text]);
  return [
    ...found.campaigns.map(({ id, name, status }): PaletteItem => ({
      id,
      group: 'Campaigns',
      icon: 'campaign',
      word: name,
      hint: status,
      run: () => openThing(props, 'campaigns', id),
    })),
    ...found.contacts.map(({ id, email, first_name, last_name }): PaletteItem => ({
      id,
      group: 'Contacts',
      icon: 'mail',
      word: email,
      hint: [first_name, last_name].filter(Boolean).join(' '),
      run: () => openThing(props, 'contacts', id),
    })),
  ];
}

/** The bundled data sets: loaded at once where the workspace is empty, else shown where that is asked about. */
export function useDataSets(props: PaletteProps): PaletteItem[] {
  const { control, act, go, info } = props;
  const [sets, setSets] = useState<readonly DataSetInfo[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    control.data<DataSetInfo[]>('/fixtures', controller.signal).then(setSets, () => undefined);
    return () => controller.abort();
  }, [control]);
  const { contacts = 1, campaigns = 0, messages = 0 } = info?.workspace.counts ?? {};
  const isEmpty = contacts + campaigns + messages === 0;
  return sets.map(({ name }): PaletteItem => ({
    id: `load ${name}`,
    group: 'Actions',
    icon: 'download',
    word: `Load the data set ${name}`,
    run: () =>
      isEmpty
        ? act(control.change('POST', '/fixtures', { name }), `The data set ${name} is loaded`)
        : go({ page: 'settings', steps: ['data'], query: new URLSearchParams() }, 'push'),
  }));
}
