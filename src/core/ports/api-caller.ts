/** A call of the imitated API, as an application makes it. */
export interface OwnCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Behind `/v2`, such as `/contacts?limit=20`. */
  path: string;
  key: string;
  body?: object;
}

/** Calls the imitated API over HTTP. Resolves with `data`; with null where the call failed or was refused. */
export type ApiCaller = (call: OwnCall) => Promise<unknown>;
