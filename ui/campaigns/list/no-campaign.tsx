import { CopyButton } from '../../shell/copy-button.js';
import { campaignExample } from '../../shell/examples.js';
import { Icon } from '../../shell/late-icons.js';
import type { Info } from '../../shell/workspace/info.js';
import type { PageProps } from '../../shell/page.js';
import { closed } from '../route.js';
import type { Campaigns } from '../use-campaigns.js';

/** In place of an empty list: why it is, and what can be done. */
export function NoCampaign({ campaigns, info, clip }: PageProps & { campaigns: Campaigns }) {
  const { route, list, navigate, refresh } = campaigns;
  if (list.phase === 'failed')
    return (
      <div class="absent" role="alert">
        <h2>The campaigns could not be fetched</h2>
        <p class="muted">{list.issue}</p>
        <button type="button" class="button" onClick={refresh}>
          <Icon name="again" size={14} /> Try again
        </button>
      </div>
    );
  if (route.status !== null || route.search !== '')
    return (
      <div class="absent">
        <h2>No campaign matches</h2>
        <button
          type="button"
          class="button"
          onClick={() => navigate({ status: null, search: '' }, 'replace')}
        >
          Show all campaigns
        </button>
      </div>
    );
  return <NoneYet href={campaigns.hrefOf({ ...closed, id: 'new' })} info={info} clip={clip} />;
}

const NoneYet = ({ href, info, clip }: { href: string; info: Info | null; clip: PageProps['clip'] }) => (
  <div class="absent cmp-none">
    <h2>No campaign yet</h2>
    <p class="muted">
      A campaign goes to all contacts, or to those with a tag. Here you see who got it, who opened and clicked
      it, and what bounced.
    </p>
    <a class="button" href={href}>
      <Icon name="plus" size={14} /> Write the first one
    </a>
    {info && (
      <figure class="example">
        <figcaption>
          <b>Or from a shell: a contact, a campaign, and its sending</b>
          <CopyButton
            clip={clip}
            text={campaignExample(info, 'ada+click@example.com')}
            label="Copy the commands"
          />
        </figcaption>
        <pre tabIndex={0}>{campaignExample(info, 'ada+click@example.com')}</pre>
      </figure>
    )}
  </div>
);
