/** The URL of an endpoint where it is no more than a name: without user and password, which stand with the endpoint itself. */
export const shownUrl = (url: string): string => url.replace(/^(https?:\/\/)[^/?#]*@/i, '$1');
