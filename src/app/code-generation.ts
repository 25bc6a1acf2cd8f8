import { SettingsError } from '../config/settings-error.js';

/** Throws where Node was told to make no code of text: templates are compiled so, and would all seem faulty. */
export function requireCodeGeneration(): void {
  try {
    Reflect.construct(Function, ['']);
  } catch {
    throw new SettingsError(
      'node: expected to run without --disallow-code-generation-from-strings, by which no template can be compiled',
    );
  }
}
