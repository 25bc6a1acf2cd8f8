/** The version of the package, which every HTTP answer names. */
export const version = '0.1.0';
