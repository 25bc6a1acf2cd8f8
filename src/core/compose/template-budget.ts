import { templateLimits } from '../../contract/template-limits.js';
import { systemTimers } from '../time/clock.js';
import { TemplateFault } from './template-fault.js';

/** The parts of a mail that are templates. */
export const partNames = ['subject', 'content.html', 'content.text'] as const;
export type PartName = (typeof partNames)[number];

const stepsUntimed = 5000;
const charactersUntimed = 64 * 1024;

/** Where something stands in a template. */
export interface TemplatePlace {
  line: number;
}

/** A template that asks for more than its limits. */
export class BudgetError extends TemplateFault {
  constructor(what: string, { line }: TemplatePlace) {
    super(what, line);
    this.name = 'BudgetError';
  }
}

/** What the rendering of one part has cost so far. Each method throws where it is too much. */
export interface Spending {
  /** A block or partial is carried out: so many statements, so much fixed text. */
  run(block: TemplatePlace & { steps: number; characters: number }): void;
  /** A value is written. `isCostly` where its text had to be made of a list or an object. */
  write(characters: number, isCostly?: boolean): void;
  /** A partial is called, and returns. */
  enter(): void;
  leave(): void;
}

const mostCharacters = (part: PartName): number =>
  part === 'subject' ? templateLimits.subjectCharacters : templateLimits.characters;

/** Throws where a part has become longer than it may; `place` is where that was noticed. */
export function requireLength(part: PartName, characters: number, place: TemplatePlace = { line: 1 }) {
  const most = mostCharacters(part);
  if (characters > most) throw new BudgetError(`it becomes longer than ${most} characters`, place);
}

export function createSpending(part: PartName): Spending {
  const started = systemTimers.now();
  let [steps, characters, calls] = [0, 0, 0];
  let place: TemplatePlace = { line: 1 };

  function requireTime() {
    const spent = systemTimers.now() - started;
    if (spent > templateLimits.milliseconds)
      throw new BudgetError(`it takes longer than ${templateLimits.milliseconds} ms`, place);
  }
  return {
    run(block) {
      place = block;
      steps += block.steps;
      characters += block.characters;
      if (steps > templateLimits.steps)
        throw new BudgetError(`it takes more than ${templateLimits.steps} steps`, place);
      requireLength(part, characters, place);
      if (steps > stepsUntimed) requireTime();
    },
    write(written, isCostly = false) {
      characters += written;
      requireLength(part, characters, place);
      if (isCostly && written > charactersUntimed) requireTime();
    },
    enter() {
      calls += 1;
      if (calls > templateLimits.calls)
        throw new BudgetError(
          `its partials call one another more than ${templateLimits.calls} deep; expected a partial that does not contain itself`,
          place,
        );
    },
    leave() {
      calls -= 1;
    },
  };
}
