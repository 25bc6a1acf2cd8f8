import type { SimulateChoice, SimulatedEvent } from '../../../src/contract/simulate.js';
import type { MessageTimeline } from '../../../src/contract/message-timeline.js';
import type { Transcript } from '../../../src/contract/transcript.js';
import type { Control } from '../../shell/workspace/control.js';
import { partOf } from '../api.js';
import type { Api } from '../api.js';

/** What an open message asks of the control API, and what the inbox does. */
export const createMessageApi = (inbox: Api, { data, text, bytes, send }: Control) => ({
  ...inbox,
  transcript: (id: string, signal: AbortSignal) => data<Transcript>(`${partOf(id)}/transcript`, signal),
  timeline: (id: string, signal: AbortSignal) => data<MessageTimeline>(`${partOf(id)}/timeline`, signal),
  simulateChoices: (id: string, signal: AbortSignal) =>
    data<SimulateChoice[]>(`${partOf(id)}/simulate`, signal),
  simulate: (id: string, event: SimulatedEvent) => send('POST', `${partOf(id)}/simulate`, { event }),
  /** What a person reads of a mail, also where it has html alone. */
  text: (id: string, signal: AbortSignal) => text(`${partOf(id)}/text`, signal),
  /** The mail as received, in whatever charsets it is. */
  raw: (id: string, signal: AbortSignal) => bytes(`${partOf(id)}/raw`, signal),
});
export type MessageApi = ReturnType<typeof createMessageApi>;

/** Parts of a mail that the browser itself loads. */
export const addressesOf = ({ address }: Control) => ({
  html: (id: string, remote: boolean) =>
    address(`${partOf(id)}/html`, { [remote ? 'remote' : 'quiet']: '1' }),
  text: (id: string) => address(`${partOf(id)}/text`),
  raw: (id: string) => address(`${partOf(id)}/raw`),
  /** All attachments in one zip. */
  attachments: (id: string) => address(`${partOf(id)}/attachments`),
  picture: (id: string, index: number) => address(`${partOf(id)}/attachments/${index}/picture`),
  attachment: (id: string, index: number) => address(`${partOf(id)}/attachments/${index}`),
});
export type Addresses = ReturnType<typeof addressesOf>;
