/** Helpers of ours, which are put into a parsed template; what it says itself cannot call them. */
export const ownHelpers = {
  /** Writes a value, or what `lookup` finds; counts it as missing where there is none. */
  value: '__value',
  /** The same for `{{{…}}}`. */
  rawValue: '__rawValue',
  /** Stands at the beginning of each block and partial: what it costs. */
  run: '__run',
  /** The context of a partial. */
  context: '__context',
} as const;
