import Handlebars from 'handlebars';
import { ownHelpers } from './own-helpers.js';
import type { PartName, Spending } from './template-budget.js';

/** The rendering under way. */
export interface Rendering {
  part: PartName;
  missing: Set<string> | undefined;
  spending: Spending;
}

type PartialOptions = { indent?: string };
/** The part of the runtime that calls a partial. Handlebars lets an instance put its own in its place. */
type Runtime = typeof Handlebars.VM & {
  invokePartial(this: unknown, partial: unknown, context: unknown, options: PartialOptions): unknown;
};

type LookupOptions = Handlebars.HelperOptions & {
  lookupProperty(object: unknown, key: string | number): unknown;
};

/** What JSON has: lists and objects have a text, too. */
type Value = string | number | boolean | { toString(): string } | null | undefined;

const keysOf = (context: unknown): number => {
  if (typeof context === 'string') return context.length;
  return typeof context === 'object' && context !== null ? Object.keys(context).length : 0;
};

const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null;

/** Handlebars with a registry of its own, whose helpers count what a rendering costs. `log`, which writes to the console, is gone. */
export function createHandlebars(current: () => Rendering): typeof Handlebars {
  const handlebars = Handlebars.create();
  handlebars.unregisterHelper('log');

  /** The text of a value; html is escaped here, so that what it becomes is counted before it is kept. */
  function write(value: Value, isEscaped: boolean): unknown {
    if (isAbsent(value) || typeof value === 'function') return '';
    const { part, spending } = current();
    const text = String(value);
    spending.write(text.length, typeof value === 'object');
    if (!isEscaped || part !== 'content.html') return text;
    const escaped = Handlebars.Utils.escapeExpression(text);
    spending.write(escaped.length - text.length);
    return new Handlebars.SafeString(escaped);
  }
  const valueHelper = (isEscaped: boolean) => (value: Value, name: string) => {
    if (isAbsent(value) || value === '') current().missing?.add(name);
    return write(value, isEscaped);
  };

  handlebars.registerHelper({
    [ownHelpers.value]: valueHelper(true),
    [ownHelpers.rawValue]: valueHelper(false),
    [ownHelpers.run]: (steps: number, characters: number, line: number) =>
      current().spending.run({ steps, characters, line }),
    [ownHelpers.context](context: unknown, isCopied: boolean, line: number) {
      const steps = isCopied ? keysOf(context) : 0;
      current().spending.run({ steps, characters: 0, line });
      return context;
    },
    lookup(object: unknown, key: unknown, options: LookupOptions) {
      // A list as the key would be joined to a text each time.
      if (isAbsent(object) || (typeof key !== 'string' && typeof key !== 'number')) return undefined;
      return options.lookupProperty(object, key);
    },
  });

  const runtime = Handlebars.VM as Runtime;
  const counting: Partial<Runtime> = {
    invokePartial(partial, context, options) {
      const { spending } = current();
      spending.enter();
      const text = runtime.invokePartial.call(this, partial, context, options);
      spending.leave();
      // Its lines are then set in.
      if (typeof text === 'string' && options.indent)
        spending.write(text.split('\n').length * options.indent.length);
      return text;
    },
  };
  Object.assign(handlebars, { VM: { ...runtime, ...counting } });
  return handlebars;
}
