import type { CampaignReport } from '../../../src/contract/campaign-report.js';

const shown = 50;

/** The links by clicks, most first. */
export function LinksView({ report: { links } }: { report: CampaignReport }) {
  const sorted = [...links].sort((a, b) => b.clicks - a.clicks);
  const most = Math.max(1, sorted[0]?.clicks ?? 0);
  return (
    <section class="cmp-section" aria-labelledby="cmp-links">
      <h3 id="cmp-links">Links by clicks</h3>
      {sorted.length === 0 ? (
        <p class="muted">Its mail has no link that is tracked.</p>
      ) : (
        <ol class="cmp-links">
          {sorted.slice(0, shown).map(({ url, clicks, people, machines }) => (
            <li key={url} class="state-clicked">
              <bdi title={url}>{url}</bdi>
              <b title={`${people.toLocaleString()} people, ${machines.toLocaleString()} machines`}>
                {clicks.toLocaleString()}
              </b>
              <span class="cmp-bar" aria-hidden="true">
                {clicks > 0 && <i style={{ width: `max(2px, ${(clicks / most) * 100}%)` }} />}
              </span>
            </li>
          ))}
        </ol>
      )}
      {sorted.length > shown && <p class="muted">{sorted.length - shown} more with fewer clicks.</p>}
    </section>
  );
}
