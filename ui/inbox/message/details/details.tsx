import type { Message } from '../../../../src/contract/message.js';
import type { Clip } from '../../../shell/use-copy.js';
import type { Api } from '../../api.js';
import type { Tab } from '../../route.js';
import type { OpenState } from '../open-state.js';
import { HeadersView } from './headers-view.js';
import { LinksView } from './links-view.js';
import { RawView } from './raw-view.js';
import { SmtpView } from './smtp-view.js';
import { SourceView } from './source-view.js';
import { TimelineView } from './timeline-view.js';

export interface DetailsProps {
  tab: Exclude<Tab, 'html' | 'text'>;
  open: OpenState;
  message: Message;
  api: Api;
  clip: Clip;
  now: number;
}

/** What a mail is made of and what became of it: the tabs beside those to read it. */
export function Details({ tab, open, message, api, clip, now }: DetailsProps) {
  // Stands for the content: when it grows, the raw mail has changed too.
  const version = `${open.wanted} ${message.size}`;
  switch (tab) {
    case 'source':
      return <SourceView html={message.html} clip={clip} />;
    case 'headers':
      return <HeadersView headers={message.headers} />;
    case 'raw':
      return <RawView {...{ api, id: message.id, version, clip }} />;
    case 'links':
      return <LinksView message={message} clip={clip} />;
    case 'smtp':
      return <SmtpView {...{ api, message, version }} />;
    case 'timeline':
      return <TimelineView events={open.events} now={now} />;
  }
}
