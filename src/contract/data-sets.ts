/** The data sets that come with the package: each is a JSON file in `fixtures/`, as a test holds. */
export const dataSets = ['docs', 'shop', 'saas', 'large'] as const;

/** Whether a text is the name of one. */
export const isDataSet = (name: string): boolean => dataSets.some((known) => known === name);
