import type { ComponentType } from 'preact';
import type { Message } from '../../../src/contract/message.js';
import type { PageProps } from '../../shell/page.js';
import type { Tab } from '../route.js';
import type { Addresses, MessageApi } from './message-api.js';
import type { OpenState } from './open-state.js';

/** What every part of an opened message is given. */
export interface PartProps extends Pick<PageProps, 'feed' | 'info' | 'clip' | 'now' | 'show'> {
  message: Message;
  open: OpenState;
  /** Stands for the content: when it grows, the raw mail has changed too. */
  version: string;
  api: MessageApi;
  addresses: Addresses;
  /** The mail to compare with, where the address names one. */
  other: string | null;
  onOther(id: string): void;
  /** A link inside a preview was followed. */
  onStray(): void;
}
export type PartView = ComponentType<PartProps>;

/** The parts that most look at first come with the message, the others when they are first opened. */
export const laterParts: Partial<Record<Tab, () => Promise<PartView>>> = {
  source: async () => (await import('./tabs/code/source-view.js')).SourceView,
  headers: async () => (await import('./tabs/links/headers-view.js')).HeadersView,
  raw: async () => (await import('./tabs/code/raw-view.js')).RawView,
  links: async () => (await import('./tabs/links/links-view.js')).LinksView,
  smtp: async () => (await import('./tabs/history/smtp-view.js')).SmtpView,
  timeline: async () => (await import('./tabs/history/timeline-view.js')).TimelineView,
  compare: async () => (await import('./tabs/compare/compare-view.js')).CompareView,
};
