/** Longer texts of mail are searched this far. */
export const searchedCharacters = 1024 * 1024;
