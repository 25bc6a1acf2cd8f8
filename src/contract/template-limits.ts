/**
 * What one template may be and cost. A newsletter has some fifty tags and takes a few hundred steps; these bounds keep the
 * worst template of a mail under a fifth of a second. Undocumented: we chose them.
 */
export const templateLimits = {
  /** `{{…}}` in one part, comments too: compiling one takes about a tenth of a millisecond. */
  tags: 1000,
  /** Names, values, dots and parentheses in all tags of one part. */
  words: 5000,
  /** In one tag. */
  tagCharacters: 4096,
  /** Blocks and `else if` within one another, and parentheses: the parser's cost grows with the square of it. */
  depth: 64,
  /** `{{#*inline}}` in one part: each is copied with every block that has one. */
  inlines: 50,
  /** Partials that call one another. */
  calls: 32,
  /** Statements that are carried out in blocks and partials. */
  steps: 20_000,
  /** What a part may become: a part of a call has 5 Mi at the most. */
  characters: 6 * 1024 * 1024,
  subjectCharacters: 10_000,
  /** Only looked at after many steps or much text: a busy machine must not fail a mail that asks for little. */
  milliseconds: 250,
} as const;

/** The limits in a sentence, for the descriptions of the API. */
export const templateLimitsText = `A template of handlebars: at most ${templateLimits.tags} tags, ${templateLimits.depth} blocks within one another, ${templateLimits.steps} steps a mail, and ${templateLimits.characters} characters of what it becomes`;
