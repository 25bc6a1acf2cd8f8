/** The URL that the value of an attribute means: browsers drop line ends and tabs in it, and spaces around it (URL Standard, 4.4). */
export const bareUrl = (value: string): string => value.replace(/[\t\n\r]/g, '').trim();
