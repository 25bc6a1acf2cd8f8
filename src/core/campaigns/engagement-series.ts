import { actions } from '../../contract/actions.js';
import { bucketSeconds } from '../../contract/campaign-engagement.js';
import type { Bucket, CampaignEngagement } from '../../contract/campaign-engagement.js';
import type { CampaignId } from '../../contract/ids.js';
import { toIso } from '../../contract/time.js';
import type { Store } from '../ports/ports.js';
import { eachInTurns } from './each-in-turns.js';

/** A line of more points than this tells no more. */
const mostPoints = 120;
const finest: Bucket = '1m';
const coarsest: Bucket = '7d';

type Point = Omit<CampaignEngagement['points'][number], 'at'>;
const emptyPoint = (): Point => ({ people: { opens: 0, clicks: 0 }, machines: { opens: 0, clicks: 0 } });

/** Opens and clicks by minute. */
async function byMinute(store: Store, id: CampaignId): Promise<Map<number, Point>> {
  const minutes = new Map<number, Point>();
  const length = bucketSeconds[finest] * 1000;
  for (const [act, { event }] of [
    ['opens', actions.opened],
    ['clicks', actions.clicked],
  ] as const) {
    await eachInTurns(store.events.ofCampaign(id, 0, event), ({ created_at, data: { bot } }) => {
      const at = Math.floor(created_at / length) * length;
      const point = minutes.get(at) ?? emptyPoint();
      minutes.set(at, point);
      point[bot ? 'machines' : 'people'][act] += 1;
    });
  }
  return minutes;
}

/** The shortest bucket by which the whole is a line of a readable number of points. */
function fittingBucket(span: number): Bucket {
  const sizes = Object.entries(bucketSeconds) as [Bucket, number][];
  return sizes.find(([, seconds]) => span / (seconds * 1000) < mostPoints)?.[0] ?? coarsest;
}

/** Opens and clicks of a campaign over the clock; `bucket` is chosen by how long they took unless given. */
export async function engagementOf(
  store: Store,
  id: CampaignId,
  bucket?: Bucket,
): Promise<CampaignEngagement> {
  const minutes = [...(await byMinute(store, id))].sort(([a], [b]) => a - b);
  const span = (minutes.at(-1)?.[0] ?? 0) - (minutes[0]?.[0] ?? 0);
  const chosen = bucket ?? fittingBucket(span);
  const bucket_seconds = bucketSeconds[chosen];
  const length = bucket_seconds * 1000;
  const points = new Map<number, Point>();
  for (const [minute, { people, machines }] of minutes) {
    const at = Math.floor(minute / length) * length;
    const point = points.get(at) ?? emptyPoint();
    points.set(at, point);
    point.people.opens += people.opens;
    point.people.clicks += people.clicks;
    point.machines.opens += machines.opens;
    point.machines.clicks += machines.clicks;
  }
  return {
    bucket: chosen,
    bucket_seconds,
    points: [...points].map(([at, point]) => ({ at: toIso(at), ...point })),
  };
}
