/** A CRC-32 as eight digits, as files have it. */
export const hexOf = (checksum: number): string => checksum.toString(16).padStart(8, '0');
