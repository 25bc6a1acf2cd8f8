import type { TableName, Tables } from '../../contract/tables.js';

/** The whole state of a workspace: rows by table, read through iterators so that a checkpoint copies nothing. */
export interface State {
  seq: number;
  tables: {
    [K in TableName]: Iterable<Tables[K]>;
  };
}
