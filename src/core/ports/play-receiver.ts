/** A request as a receiver of webhooks has it; the names of its headers are in lower case. */
export interface ReceivedRequest {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

/** What a receiver answers: a status, and a body that is sent as JSON. */
export interface PlayAnswer {
  status: number;
  body: object;
}

/** A server of webhooks in this process. */
export interface PlayReceiver {
  /** Where it takes them. */
  url: string;
  /** From now on it answers with this. */
  answerWith(answer: (request: ReceivedRequest) => PlayAnswer): void;
  /** Ends at once, with its connections. */
  close(): void;
}

export type OpenPlayReceiver = () => Promise<PlayReceiver>;

/** A play under way, as a workspace remembers it beside its store. */
export interface Playing {
  speed: number;
  /** Milliseconds on the clock. */
  since: number;
  acts: number;
  /** The receiver that it brought with it; null where the workspace has endpoints of its own. */
  receiver: Promise<PlayReceiver> | null;
}
