/** The domain of our own addresses; `.test` belongs to nobody (RFC 6761). */
export const mailDomain = 'mail.maildrone.test';
