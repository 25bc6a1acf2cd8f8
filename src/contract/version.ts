/** The version that every HTTP answer names; a test holds it equal to package.json. */
export const version = '0.1.0';
